import type { ContainerSpec, LiveDifference } from "@hashike/core";
import type { HostConfig } from "../to-docker/create-body.ts";
import { updatableOptionNames, updatableOptions } from "../to-docker/engine-options.ts";
import { cpuMilliOfShares, cpuPeriodMicros, resourcesPart } from "../to-docker/resources.ts";
import { restartPolicy } from "../to-docker/restart-policy.ts";

const settingPaths = [
  "resources.cpuLimitMilli",
  "resources.cpuRequestMilli",
  "resources.memoryLimitBytes",
  "resources.memoryRequestBytes",
  "restartPolicy",
] as const;

const pidsPath = "resources.pidsLimit";

type SettingPath = (typeof settingPaths)[number];

/**
 * What the engine gives another value on a running container, by `POST /containers/{id}/update`.
 * Source: Docker Engine API v1.41, ContainerUpdate.
 */
export const updatablePaths: readonly string[] = [
  ...settingPaths,
  pidsPath,
  ...updatableOptionNames.map(optionPath),
];

/** `HostConfig` of an inspected container, as far as it can be updated. 0 = not set. */
export interface LiveSettings {
  readonly CpuPeriod: number;
  readonly CpuQuota: number;
  /** What `docker update --cpus` sets instead of the two. */
  readonly NanoCpus: number;
  readonly CpuShares: number;
  readonly Memory: number;
  readonly MemoryReservation: number;
  readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
  /** -1 and absent = not set, too. */
  readonly PidsLimit?: number | null;
  readonly CpusetCpus?: string;
  readonly CpusetMems?: string;
}

/**
 * Where a container's settings are not those that a new one of the spec would have. Both sides are compared in the
 * engine's units, where what the spec asks for is rounded already: what was created from it never differs.
 */
export function liveDifferences(spec: ContainerSpec, live: LiveSettings): readonly LiveDifference[] {
  const wanted = engineValues({
    ...unset,
    ...resourcesPart(spec.resources).hostConfig,
    RestartPolicy: { ...unset.RestartPolicy, ...restartPolicy(spec) },
  });
  const found = engineValues(live);
  const settings = settingPaths.flatMap((path) => {
    if (found[path] === wanted[path]) return [];
    const value = inRecordUnits(path, found[path]);
    return [{ path, ...(value === undefined ? {} : { live: value }) }];
  });
  return [...settings, ...pidsDifference(spec, live), ...optionDifferences(spec, live)];
}

/** Only where a limit is asked for: another one is a setting of the engine or of others. */
function pidsDifference(
  { resources }: ContainerSpec,
  { PidsLimit }: LiveSettings,
): readonly LiveDifference[] {
  if (resources.pidsLimit === undefined || PidsLimit === resources.pidsLimit) return [];
  const live = (PidsLimit ?? 0) > 0 ? { live: PidsLimit ?? 0 } : {};
  return [{ path: pidsPath, ...live }];
}

/** Only of what is asked for: what else others set on the container is theirs. */
function optionDifferences(spec: ContainerSpec, live: LiveSettings): readonly LiveDifference[] {
  const wanted = updatableOptions(spec.engineOptions);
  return updatableOptionNames.flatMap((name) => {
    const found = live[name] ?? "";
    if (wanted[name] === undefined || found === wanted[name]) return [];
    return [{ path: optionPath(name), ...(found === "" ? {} : { live: found }) }];
  });
}

function optionPath(name: string): string {
  return `engineOptions.${name}`;
}

const unset: LiveSettings = {
  CpuPeriod: 0,
  CpuQuota: 0,
  NanoCpus: 0,
  CpuShares: 0,
  Memory: 0,
  MemoryReservation: 0,
  RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
};

function engineValues(settings: LiveSettings): Readonly<Record<SettingPath, number | string>> {
  return {
    "resources.cpuLimitMilli": quotaMicros(settings),
    "resources.cpuRequestMilli": settings.CpuShares,
    "resources.memoryLimitBytes": settings.Memory,
    "resources.memoryRequestBytes": settings.MemoryReservation,
    restartPolicy: policyText(settings.RestartPolicy),
  };
}

/** CPU time in each of the periods that Hashike sets; 0 = no limit, which the engine also writes as -1. */
function quotaMicros({ CpuPeriod, CpuQuota, NanoCpus }: LiveSettings): number {
  if (NanoCpus > 0) return Math.round((NanoCpus * cpuPeriodMicros) / 1e9);
  if (CpuQuota <= 0) return 0;
  return Math.round((CpuQuota * cpuPeriodMicros) / (CpuPeriod || cpuPeriodMicros));
}

/** `on-failure:3`, as `docker update --restart` takes it. */
function policyText({ Name, MaximumRetryCount }: NonNullable<HostConfig["RestartPolicy"]>): string {
  const name = Name === "" ? "no" : Name;
  return MaximumRetryCount ? `${name}:${MaximumRetryCount}` : name;
}

const policyWords: Readonly<Record<string, ContainerSpec["restartPolicy"]>> = {
  no: "Never",
  always: "Always",
  "on-failure": "OnFailure",
  "unless-stopped": "UnlessStopped",
};

/** Words of the engine for which the record has none stay as they are: `on-failure:3`. */
function inRecordUnits(path: SettingPath, value: number | string): number | string | undefined {
  if (typeof value === "string") return policyWords[value] ?? value;
  if (value === 0) return undefined;
  if (path === "resources.cpuLimitMilli") return Math.round((value * 1000) / cpuPeriodMicros);
  if (path === "resources.cpuRequestMilli") return cpuMilliOfShares(value);
  return value;
}
