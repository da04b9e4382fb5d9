import type { ResourcesSpec } from "@hashike/core";
import type { HostConfig } from "./create-body.ts";

/** Less than this the engine refuses, as limit and as reservation. Source: moby daemon/daemon_unix.go. */
export const minimumMemoryBytes = 6 * 1024 * 1024;

export const cpuPeriodMicros = 100_000;
const minimumCpuQuotaMicros = 1000;

export interface ResourcesPart {
  readonly hostConfig: HostConfig;
  readonly notices: readonly string[];
}

/**
 * Limits and requests as the kubelet turns them into cgroup settings.
 * Quota and not `NanoCpus`: the engine refuses more `NanoCpus` than the host has CPUs.
 * A limit of 0 is none, as in Kubernetes.
 */
export function resourcesPart(resources: ResourcesSpec): ResourcesPart {
  const { cpuLimitMilli, cpuRequestMilli, memoryLimitBytes, memoryRequestBytes } = resources;
  const limitBytes = memoryLimitBytes ? Math.max(minimumMemoryBytes, memoryLimitBytes) : undefined;
  const raised = limitBytes !== undefined && limitBytes !== memoryLimitBytes;
  return {
    hostConfig: {
      ...(cpuLimitMilli ? cpuLimit(cpuLimitMilli) : {}),
      ...(cpuRequestMilli === undefined ? {} : { CpuShares: cpuShares(cpuRequestMilli) }),
      // The same value for both: no swap, as in Kubernetes.
      ...(limitBytes === undefined ? {} : { Memory: limitBytes, MemorySwap: limitBytes }),
      ...(isUsableReservation(memoryRequestBytes, limitBytes)
        ? { MemoryReservation: memoryRequestBytes }
        : {}),
      ...(resources.pidsLimit === undefined ? {} : { PidsLimit: resources.pidsLimit }),
    },
    notices: raised
      ? [`the memory limit of ${memoryLimitBytes} bytes is below the engine's minimum; 6 MiB is used`]
      : [],
  };
}

function cpuLimit(milli: number): HostConfig {
  return {
    CpuPeriod: cpuPeriodMicros,
    CpuQuota: Math.max(minimumCpuQuotaMicros, (milli * cpuPeriodMicros) / 1000),
  };
}

/** Source: kubernetes pkg/kubelet/cm/helpers_linux.go, MilliCPUToShares. */
function cpuShares(milli: number): number {
  return Math.min(262_144, Math.max(2, Math.floor((milli * 1024) / 1000)));
}

/** The engine refuses a reservation below its minimum or above the limit. */
function isUsableReservation(requestBytes: number | undefined, limitBytes: number | undefined): boolean {
  if (requestBytes === undefined || requestBytes < minimumMemoryBytes) return false;
  return limitBytes === undefined || requestBytes <= limitBytes;
}
