import { didYouMean } from "../../manifest/did-you-mean.ts";
import { below, type Placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import { anyMap } from "../../manifest/schema.ts";

export const engineOptionsSchema = anyMap(
  "Fields of the engine's HostConfig that no field of the manifest stands for, passed on as they are: `{Runtime: runsc, CpusetCpus: \"0\"}`. CpusetCpus and CpusetMems are changed without a new container. Kind Hashike's own.",
);

/** Fields of HostConfig that other fields of a manifest stand for, and which these are. */
const managed: Readonly<Record<string, string>> = {
  Binds: "volumeMounts, with the volumes in spec.volumes",
  Mounts: "volumeMounts, with the volumes in spec.volumes",
  VolumesFrom: "volumeMounts, with the volumes in spec.volumes",
  PortBindings: "ports",
  PublishAllPorts: "ports",
  RestartPolicy: "restartPolicy",
  NetworkMode: "hostNetwork: true for the host's, and networks for others",
  ExtraHosts: "spec.hostAliases",
  Dns: "spec.dnsConfig.nameservers",
  DnsSearch: "spec.dnsConfig.searches",
  DnsOptions: "spec.dnsConfig.options",
  CpuPeriod: "resources.limits.cpu",
  CpuQuota: "resources.limits.cpu",
  NanoCpus: "resources.limits.cpu",
  CpuShares: "resources.requests.cpu",
  Memory: "resources.limits.memory",
  MemorySwap: "resources.limits.memory",
  MemoryReservation: "resources.requests.memory",
  PidsLimit: "resources.limits.pids",
  Init: "init",
  Ulimits: "ulimits",
  OomScoreAdj: "oomScoreAdj",
  ShmSize: "emptyDir: {medium: Memory, sizeLimit: 256Mi}, mounted on /dev/shm",
  Tmpfs: "emptyDir: {medium: Memory}, and its mounts",
  Devices: "devices",
  DeviceRequests: "resources.limits with nvidia.com/gpu, or devices with cdi",
  LogConfig: "logging",
  GroupAdd: "spec.securityContext.supplementalGroups",
  Privileged: "securityContext.privileged",
  CapAdd: "securityContext.capabilities.add",
  CapDrop: "securityContext.capabilities.drop",
  ReadonlyRootfs: "securityContext.readOnlyRootFilesystem",
  SecurityOpt:
    "securityContext: seccompProfile, appArmorProfile, seLinuxOptions and allowPrivilegeEscalation",
  MaskedPaths: "securityContext.procMount",
  ReadonlyPaths: "securityContext.procMount",
  Sysctls: "spec.securityContext.sysctls",
};

/** Source: Docker Engine API v1.51, HostConfig and Resources. */
const passedOn = new Set(
  "Annotations BlkioDeviceReadBps BlkioDeviceReadIOps BlkioDeviceWriteBps BlkioDeviceWriteIOps BlkioWeight BlkioWeightDevice Cgroup CgroupParent CgroupnsMode ConsoleSize CpuCount CpuPercent CpuRealtimePeriod CpuRealtimeRuntime CpusetCpus CpusetMems DeviceCgroupRules IOMaximumBandwidth IOMaximumIOps IpcMode Isolation KernelMemory KernelMemoryTCP Links MemorySwappiness OomKillDisable PidMode Runtime StorageOpt UTSMode UsernsMode VolumeDriver".split(
    " ",
  ),
);

const known: ReadonlyMap<string, string> = new Map(
  [...Object.keys(managed), ...passedOn, "AutoRemove"].map((name) => [name.toLowerCase(), name]),
);

/** The engine takes names in any case, so they are compared without; and it says nothing of one that it does not know. */
export function* checkEngineOptions({
  value,
  path,
}: Placed<Readonly<Record<string, unknown>>>): Generator<Problem> {
  for (const name of Object.keys(value)) {
    const at = { path: below(path, name), on: "key" } as const;
    const meant = known.get(name.toLowerCase());
    const field = meant === undefined ? undefined : managed[meant];
    if (meant === "AutoRemove") {
      yield {
        ...at,
        message: "cannot be passed on: Hashike removes containers itself",
        hint: "leave it out",
      };
    } else if (field !== undefined) {
      yield { ...at, message: "cannot be passed on: it has a field in the manifest", hint: `write ${field}` };
    } else if (meant !== undefined && meant !== name) {
      yield { ...at, message: "is written in another case by the engine", hint: `write ${meant}` };
    } else if (meant === undefined) {
      const similar = didYouMean(name, new Set(known.values()));
      yield {
        ...at,
        severity: "notice",
        message: `is no field of HostConfig up to API 1.51: an engine says nothing of what it does not know`,
        hint:
          similar === undefined
            ? "look at ContainerCreate in the documentation of the engine's API"
            : `did you mean ${quote(similar)}?`,
      };
    }
  }
}
