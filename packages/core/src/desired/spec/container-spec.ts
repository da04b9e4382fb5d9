import type { SourcePosition } from "../../errors.ts";
import type { OnConfigChange } from "../../manifest/values/on-config-change.ts";
import type { EngineSpec } from "./engine-spec.ts";
import type { MountSpec, SecretFileSpec } from "./mount-spec.ts";
import type { AttachmentSpec } from "./network-spec.ts";
import type { Owner } from "./owner.ts";
import type { LifecycleSpec, ProbesSpec } from "./probe-spec.ts";

export type { OnConfigChange };

/** `UnlessStopped`: as `Always`, but one that somebody stopped stays stopped, also for Hashike. */
export type RestartPolicy = "Always" | "OnFailure" | "Never" | "UnlessStopped";

/**
 * `init` runs to its end before the next starts; `sidecar` is an init container that stays (restartPolicy Always);
 * `sandbox` does nothing but hold the namespaces that the other containers of its pod share; `main` is all others.
 */
export type ContainerRole = "init" | "sidecar" | "main" | "sandbox";

/**
 * A container as wanted. What makes it a different container goes into the last-applied record (see
 * `encodeRecord`); who owns it, its metadata, and how Hashike looks after it do not.
 */
export interface ContainerSpec extends EngineSpec, HostNamespaces {
  readonly name: string;
  readonly owner: Owner;
  readonly origin?: SourcePosition;
  readonly role: ContainerRole;
  /** Names of those that must have started, or completed, before: the last of the owner's init containers in front of it. */
  readonly startAfter: readonly string[];
  /** The pod that it is part of. Absent: it is alone, with namespaces of its own. */
  readonly pod?: PodMembership;
  /** {@link ImageSpec.reference} */
  readonly image: string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  /** Replaces the image's command. */
  readonly args?: readonly string[];
  readonly workingDir?: string;
  /** In the manifest's order; names are unique. Merged over the image's by name. */
  readonly env: readonly EnvVar[];
  readonly ports: readonly PortSpec[];
  readonly mounts: readonly MountSpec[];
  /** Paths are unique. Absent: none. */
  readonly secretFiles?: readonly SecretFileSpec[];
  readonly resources: ResourcesSpec;
  /** How many of NVIDIA. */
  readonly gpus?: number;
  readonly security: SecuritySpec;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly restartPolicy: RestartPolicy;
  /** Seconds between the stop signal and SIGKILL. `buildDesiredState` fills in 30, as Kubernetes does. */
  readonly stopTimeoutSeconds: number;
  /** `SIGINT`. Left out: the image's, or SIGTERM. */
  readonly stopSignal?: string;
  /** What the container calls itself. Left out: what the engine gives it. */
  readonly hostname?: string;
  readonly hostAliases: readonly HostAliasSpec[];
  readonly dns: DnsSpec;
  /** Names of {@link NetworkSpec}s; the first is joined at create. None with {@link HostNamespaces.hostNetwork}. */
  readonly networks: readonly string[];
  /** By network, of those on which it is to have more than the network gives everyone. */
  readonly attachments?: Readonly<Record<string, AttachmentSpec>>;
  /** Metadata of the manifest, kept for readers of the container; not sent as bare engine labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly probes: ProbesSpec;
  readonly lifecycle: LifecycleSpec;
  readonly update: UpdateSpec;
}

/**
 * A container that shares the network and IPC namespaces of another one, its sandbox. It starts after that, has no networks,
 * ports, hosts or DNS of its own, and is replaced together with it and with all that share them.
 */
export interface PodMembership {
  /** Name of the sandbox. */
  readonly sandbox: string;
  /** It sees the processes of the others as well. */
  readonly sharesProcesses?: true;
}

/**
 * What a container has of the host's in place of its own. Source: kubernetes/api core/v1/types.go, PodSpec.
 */
export interface HostNamespaces {
  /** Its process listens on ports of the host: {@link ContainerSpec.ports} says on which, and nothing is published. */
  readonly hostNetwork?: true;
  /** It sees the host's processes. */
  readonly hostPID?: true;
  /** It has the host's memory segments, semaphores and message queues. */
  readonly hostIPC?: true;
}

/** How a container is replaced: `spec.strategy` and its neighbours in a manifest. */
export interface UpdateSpec {
  /** `Recreate`: the old one is stopped before the new one starts, always. Default `RollingUpdate`. */
  readonly strategy: "RollingUpdate" | "Recreate";
  /**
   * Whether a new container may become ready while the old one holds the host ports of both. `false`: the old one is
   * stopped first, as `strategy.staging: none` asks. Default `true`.
   */
  readonly mayTakeOverPorts: boolean;
  /** How long an old container goes on serving, without its name, before it is asked to end. Default 1. */
  readonly drainSeconds: number;
  /** A new container does not get the old one's anonymous volumes, but new ones; the old ones stay. */
  readonly renewAnonymousVolumes?: true | undefined;
  /** How long it must stay ready. Default: 0 with a readiness probe, else 1. */
  readonly minReadySeconds?: number;
  /** How long it may take to become ready. Default 600. */
  readonly progressDeadlineSeconds: number;
  /** When a file of the host that it mounts read-only changes. Default `replace`. */
  readonly onConfigChange?: OnConfigChange;
}

/** A plain variable, or a sensitive one whose value is in {@link DesiredState.secrets}. */
export type EnvVar =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: string };

export type PortProtocol = "tcp" | "udp" | "sctp";

export interface PortSpec {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort: number;
  /** `""` = every address of the host. */
  readonly hostIp: string;
  readonly protocol: PortProtocol;
}

export interface ResourcesSpec {
  /** Thousandths of a CPU. */
  readonly cpuLimitMilli?: number;
  readonly cpuRequestMilli?: number;
  readonly memoryLimitBytes?: number;
  readonly memoryRequestBytes?: number;
  /** Processes and threads at once. */
  readonly pidsLimit?: number;
}

/** Source of names and meaning: kubernetes/api core/v1/types.go, SecurityContext and PodSecurityContext. */
export interface SecuritySpec {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly supplementalGroups?: readonly number[];
  readonly privileged?: boolean;
  readonly capabilitiesAdd?: readonly string[];
  readonly capabilitiesDrop?: readonly string[];
  readonly readOnlyRootFilesystem?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly seccomp?: "RuntimeDefault" | "Unconfined";
  readonly appArmor?: string;
  readonly seLinux?: {
    readonly user?: string;
    readonly role?: string;
    readonly type?: string;
    readonly level?: string;
  };
  readonly procMount?: "Default" | "Unmasked";
  readonly sysctls?: Readonly<Record<string, string>>;
}

export interface HostAliasSpec {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

export interface DnsSpec {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  /** `name` or `name:value`, as in resolv.conf. */
  readonly options: readonly string[];
}
