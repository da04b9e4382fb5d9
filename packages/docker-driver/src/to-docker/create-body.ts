/**
 * What `POST /containers/create` takes, as far as Hashike uses it.
 * Source of names and meaning: Docker Engine API v1.41, ContainerCreate.
 */
export interface CreateBody extends ContainerConfig {
  readonly Image: string;
  readonly HostConfig: HostConfig;
  readonly NetworkingConfig?: NetworkingConfig;
  readonly Labels: Readonly<Record<string, string>>;
}

export interface ContainerConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Hostname?: string;
  readonly WorkingDir?: string;
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly OpenStdin?: boolean;
  readonly StdinOnce?: boolean;
  readonly Tty?: boolean;
  readonly StopSignal?: string;
  /** Seconds. */
  readonly StopTimeout?: number;
  readonly Healthcheck?: Healthcheck;
  readonly ExposedPorts?: Readonly<Record<string, Readonly<Record<string, never>>>>;
}

/** Nanoseconds. What is left out is the image's. */
export interface Healthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly Retries?: number;
  readonly StartPeriod?: number;
  /** API 1.44. */
  readonly StartInterval?: number;
}

export interface HostConfig {
  readonly NetworkMode?: string;
  readonly IpcMode?: string;
  readonly PidMode?: string;
  readonly RestartPolicy?: { readonly Name: string; readonly MaximumRetryCount?: number };
  readonly PortBindings?: Readonly<Record<string, readonly PortBinding[]>>;
  /** `source:target` or `source:target:ro`. */
  readonly Binds?: readonly string[];
  readonly Mounts?: readonly Mount[];
  readonly ExtraHosts?: readonly string[];
  readonly Dns?: readonly string[];
  readonly DnsSearch?: readonly string[];
  readonly DnsOptions?: readonly string[];
  /** Microseconds. */
  readonly CpuPeriod?: number;
  /** Microseconds of CPU time for each `CpuPeriod`. */
  readonly CpuQuota?: number;
  readonly CpuShares?: number;
  /** Bytes. */
  readonly Memory?: number;
  /** Bytes of memory and swap together. */
  readonly MemorySwap?: number;
  /** Bytes. */
  readonly MemoryReservation?: number;
  readonly GroupAdd?: readonly string[];
  readonly Privileged?: boolean;
  readonly CapAdd?: readonly string[];
  readonly CapDrop?: readonly string[];
  readonly ReadonlyRootfs?: boolean;
  readonly SecurityOpt?: readonly string[];
  readonly MaskedPaths?: readonly string[];
  readonly ReadonlyPaths?: readonly string[];
  readonly PidsLimit?: number;
  readonly Init?: boolean;
  readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  readonly OomScoreAdj?: number;
  readonly Devices?: readonly Device[];
  readonly DeviceRequests?: readonly DeviceRequest[];
  /** Bytes of /dev/shm. */
  readonly ShmSize?: number;
  /** An empty `Type` is the engine's default. */
  readonly LogConfig?: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
  readonly Sysctls?: Readonly<Record<string, string>>;
}

export interface Device {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
  readonly CgroupPermissions: string;
}

export interface DeviceRequest {
  readonly Driver: string;
  readonly Count?: number;
  readonly DeviceIDs?: readonly string[];
  readonly Capabilities?: readonly (readonly string[])[];
}

export interface PortBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

export interface Mount {
  readonly Type: "bind" | "volume" | "tmpfs" | "image";
  /** Not of a tmpfs. */
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
  readonly VolumeOptions?: {
    readonly NoCopy: boolean;
    readonly Subpath?: string;
    readonly Labels?: Readonly<Record<string, string>>;
  };
  readonly ImageOptions?: { readonly Subpath: string };
  readonly TmpfsOptions?: { readonly SizeBytes: number };
  readonly BindOptions?: { readonly CreateMountpoint?: boolean };
}

export interface NetworkingConfig {
  readonly EndpointsConfig: Readonly<Record<string, EndpointSettings>>;
}

export interface EndpointSettings {
  /** Of several networks, the one with the highest leads outside. API 1.48. */
  readonly GwPriority?: number;
  readonly Aliases?: readonly string[];
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string };
}
