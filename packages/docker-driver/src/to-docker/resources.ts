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

/**
 * What a request of one CPU weighs. An engine gives 1024 to a container that asks for nothing: as much as 100m here, so that
 * asking for a little never gives less than asking for nothing. Kubernetes gives 2 to those that ask for nothing instead.
 */
const sharesOfCpu = 10_240;
const sharesOfNoRequest = 1024;
const mostShares = 262_144;

function cpuShares(milli: number): number {
  return Math.min(mostShares, Math.max(sharesOfNoRequest, Math.floor((milli * sharesOfCpu) / 1000)));
}

/** Up, as shares were rounded down: a request comes back as it was written. */
export function cpuMilliOfShares(shares: number): number {
  return Math.ceil((shares * 1000) / sharesOfCpu);
}

/** The engine refuses a reservation below its minimum or above the limit. */
function isUsableReservation(requestBytes: number | undefined, limitBytes: number | undefined): boolean {
  if (requestBytes === undefined || requestBytes < minimumMemoryBytes) return false;
  return limitBytes === undefined || requestBytes <= limitBytes;
}
