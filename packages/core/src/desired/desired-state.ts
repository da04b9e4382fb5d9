import type { SourcePosition } from "../errors.ts";
import type { OnConfigChange } from "../manifest/values/on-config-change.ts";

export type { OnConfigChange };

/** The applied object that owns what was created for it. Two owners never touch each other's containers. */
export interface Owner {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What the user wants on the engine: neutral, fully defaulted, free of any engine's vocabulary. */
export interface DesiredState {
  /** Every applied object, also one that wants nothing (any more): its leftovers are orphans. */
  readonly owners: readonly Owner[];
  readonly networks: readonly NetworkSpec[];
  readonly volumes: readonly VolumeSpec[];
  readonly hostPaths: readonly HostPathSpec[];
  readonly images: readonly ImageSpec[];
  readonly containers: readonly ContainerSpec[];
  /** Values of sensitive variables by fingerprint; kept out of specs, plans, labels and output. */
  readonly secrets: Readonly<Record<string, string>>;
  /**
   * Where each owner's manifest came from, by {@link ownerKey}, without credentials: an absolute path or an address.
   * An owner whose manifest came from standard input has none.
   */
  readonly sources: Readonly<Record<string, string>>;
  /**
   * How many images are kept for each container of an owner, by {@link ownerKey}: the one it runs, and those it ran last.
   * 0: all. An owner whose manifest does not say is not there.
   */
  readonly imageRetention?: Readonly<Record<string, number>>;
  /** What the user should know but what stops nothing. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly message: string;
  readonly hint?: string;
  readonly at?: SourcePosition;
}

export interface NetworkSpec {
  readonly name: string;
  /** `true`: named by the user, must exist, is never created or removed. */
  readonly external: boolean;
  /** Only on parks. */
  readonly park?: ParkSpec;
  /** What a manifest says of it. Left out: a bridge as the engine makes it; what exists is not compared with it. */
  readonly settings?: NetworkSettingsSpec;
  readonly origin?: SourcePosition;
}

/** What cannot be changed on a network. */
export interface NetworkSettingsSpec {
  /** Options that the engine adds to those are its own. */
  readonly driver: DriverSpec;
  /** None: those that the engine chooses. */
  readonly subnets: readonly SubnetSpec[];
  /** `true`: no way outside. */
  readonly internal: boolean;
  /** Left out: as the engine has it. */
  readonly enableIPv6?: boolean;
}

export interface SubnetSpec {
  /** `172.30.0.0/16` */
  readonly subnet: string;
  readonly gateway?: string;
  /** From which the engine takes addresses: a part of the subnet. */
  readonly ipRange?: string;
}

/** How a container is on a network. Left out: an address of the engine's choosing, and no name but its own. */
export interface AttachmentSpec {
  /** Sorted. */
  readonly aliases?: readonly string[];
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
}

/**
 * A park: a network that keeps a container's host ports free while the container is on it. The container's other
 * networks work as ever.
 */
export interface ParkSpec {
  /** Whose container is put on it. */
  readonly owner: Owner;
  /** The other networks of the containers that are put on it: a park must suit the address families they have. */
  readonly beside: readonly string[];
}

export interface VolumeSpec {
  readonly name: string;
  /** Whose it is; of an external one, who uses it. */
  readonly owner: Owner;
  /** It must exist, is never created or removed, and may be another owner's. */
  readonly external?: true;
  /** What makes it. Left out: the engine's own driver without options; what exists is not compared with it. */
  readonly driver?: DriverSpec;
  /** It goes, with what is in it, when its owner does not want it any more: the emptyDir of a pod. */
  readonly isTemporary?: true;
  readonly origin?: SourcePosition;
}

/** A driver of the engine, and what it is told. */
export interface DriverSpec {
  /** `local`, or that of a plugin. */
  readonly name: string;
  /** The driver's own; values may hold placeholders of secrets (see `revealSecrets`). */
  readonly options: Readonly<Record<string, string>>;
}

export const hostPathTypes = [
  "",
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
] as const;

/** Source: kubernetes/api core/v1/types.go, HostPathType. `""` checks nothing and creates a missing directory. */
export type HostPathType = (typeof hostPathTypes)[number];

export interface HostPathSpec {
  /** Absolute path on the engine's host. */
  readonly path: string;
  readonly type: HostPathType;
  readonly origin?: SourcePosition;
}

/** `IfPossible`: no policy was written; try to update, make do with the local image (the original's rule). */
export type ImagePolicy = "Always" | "IfNotPresent" | "Never" | "IfPossible";

export interface ImageSpec {
  /** As written in the manifest, with `:latest` added where neither tag nor digest was given. */
  readonly reference: string;
  /** `registry`, or the scheme before `://`, e.g. `docker-archive+s3`. */
  readonly scheme: string;
  readonly policy: ImagePolicy;
  readonly origin?: SourcePosition;
}

export type RestartPolicy = "Always" | "OnFailure" | "Never";

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

/** What an engine can do for a container and Kubernetes has no words for. Left out: the engine's default. */
export interface EngineSpec {
  /** For programs that look at the engine's containers; those of {@link ContainerSpec.labels} are not among them. */
  readonly engineLabels?: Readonly<Record<string, string>>;
  /** In place of the image's. */
  readonly healthCheck?: HealthCheckSpec;
  readonly logging?: LoggingSpec;
  /** A small init of the engine's is the first process: it hands signals on and reaps zombies. */
  readonly init?: boolean;
  /** Names are unique. */
  readonly ulimits?: readonly UlimitSpec[];
  /** From -1000 to 1000: who is killed first when the host has no memory left. */
  readonly oomScoreAdj?: number;
  /** By name or number, and perhaps a group after a colon; never together with a user or group in {@link SecuritySpec}. */
  readonly user?: string;
  readonly devices?: readonly DeviceSpec[];
  /** By the engine's own names: settings that no other field stands for. */
  readonly engineOptions?: Readonly<Record<string, unknown>>;
}

/** How an engine looks by itself whether a container works. What is left out is the image's, else the engine's default. */
export interface HealthCheckSpec {
  readonly test?: HealthTest;
  /** From the end of one check to the next. */
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  /** Failures in a row that make it unhealthy. */
  readonly retries?: number;
  /** After the start, how long failures do not count. */
  readonly startPeriodMs?: number;
  /** In place of the interval, until the start period is over or a check has succeeded. */
  readonly startIntervalMs?: number;
}

export type HealthTest =
  /** A command in the container, without a shell; exit code 0 is healthy. */
  | { readonly kind: "exec"; readonly command: readonly string[] }
  /** By the shell of the image. */
  | { readonly kind: "shell"; readonly command: string }
  /** No check, whatever the image has. */
  | { readonly kind: "none" };

/** A device of the host that the container can open; or what a CDI name stands for. */
export type DeviceSpec =
  | {
      /** Absolute paths. */
      readonly hostPath: string;
      readonly containerPath: string;
      /** Of r (read), w (write) and m (make the node), each once. */
      readonly permissions: string;
    }
  | { readonly cdi: string };

/** A limit of the kernel on each process; -1 = none. */
export interface UlimitSpec {
  /** Without `RLIMIT_`, in lower case: `nofile`. */
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** Where an engine writes what a container prints. */
export interface LoggingSpec {
  /** Left out: the engine's default. */
  readonly driver?: string;
  /** The driver's own; values may be placeholders of secrets (see `revealSecrets`). */
  readonly options: Readonly<Record<string, string>>;
}

/** Source of names, meaning and defaults: kubernetes/api core/v1/types.go, Probe. */
export interface ProbeSpec {
  readonly handler: ProbeHandler;
  /** After the container's start. Default 0. */
  readonly initialDelaySeconds: number;
  /** Default 10. */
  readonly periodSeconds: number;
  /** Default 1. */
  readonly timeoutSeconds: number;
  /** How often in a row it must succeed to count as a success. Default 1; always 1 of startup and liveness. */
  readonly successThreshold: number;
  /** How often in a row it must fail to count as a failure. Default 3. */
  readonly failureThreshold: number;
}

/** What is asked of a container. Ports are numbers: names are looked up when a manifest is read. */
export type ProbeHandler =
  /** A command in the container, without a shell; exit code 0 is a success. */
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | HttpGetHandler
  | { readonly kind: "tcpSocket"; readonly port: number; readonly host?: string }
  /** grpc.health.v1.Health/Check; SERVING is a success. */
  | { readonly kind: "grpc"; readonly port: number; readonly service: string };

/** A status from 200 to 399 is a success; certificates are not checked, as in Kubernetes. */
export interface HttpGetHandler {
  readonly kind: "httpGet";
  readonly scheme: "http" | "https";
  readonly port: number;
  /** With a leading slash, and perhaps a query. */
  readonly path: string;
  /** Where to connect to instead of the container's own address. */
  readonly host?: string;
  /** Values may hold placeholders of secrets (see `revealSecrets`). */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

export interface ProbesSpec {
  /** Holds the other two back until it has succeeded once. */
  readonly startup?: ProbeSpec;
  readonly readiness?: ProbeSpec;
  /** Its failure restarts the container; only `watch` asks it. */
  readonly liveness?: ProbeSpec;
}

/** Source: kubernetes/api core/v1/types.go, Lifecycle. */
export interface LifecycleSpec {
  /** Right after the start; its failure is a failure of the start. */
  readonly postStart?: HookSpec;
  /** Before a stop by Hashike, within the time that the container has to end. */
  readonly preStop?: HookSpec;
}

export type HookSpec =
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | HttpGetHandler
  | { readonly kind: "sleep"; readonly seconds: number };

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

export type MountSpec = {
  readonly target: string;
  readonly readOnly: boolean;
  /** Relative path below the source. */
  readonly subPath?: string;
  /** `true`: two containers may write to it at once, so a new one can run beside the old one. */
  readonly shareable?: boolean;
} & (
  | { readonly type: "volume"; readonly volume: string }
  | { readonly type: "hostPath"; readonly path: string; readonly pathType: HostPathType }
  /** The container's own, gone when it stops. Without a size: what the kernel gives, half of the host's memory. */
  | { readonly type: "memory"; readonly sizeBytes?: number }
  /** An empty volume of the container's own, for its secret files: made with it, and removed with it. */
  | { readonly type: "files" }
);

/** A file that is written into the container when it is created, and goes with it. */
export interface SecretFileSpec {
  /** Absolute, in the container. Folders that are missing are made. */
  readonly path: string;
  /** The fingerprint of what is in it: see {@link DesiredState.secrets}. */
  readonly secret: string;
  /** That the value is the bytes in base64. Left out: it is the text. */
  readonly encoding?: "base64";
  /** Permissions: 0o400. */
  readonly mode: number;
  /** Left out: the user that the container runs as. */
  readonly uid?: number;
  readonly gid: number;
}

/** What others can mount as well. */
export type SharedMountSpec = Extract<MountSpec, { readonly type: "volume" | "hostPath" }>;

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

/** `kind/namespace/name`: how an owner is written in output and used as a key. */
export function ownerKey(owner: Owner): string {
  return `${owner.kind}/${owner.namespace}/${owner.name}`;
}

/** As their keys being equal, without making them. */
export function isSameOwner(a: Owner, b: Owner): boolean {
  return a === b || (a.kind === b.kind && a.namespace === b.namespace && a.name === b.name);
}
