/** What an engine can do for a container and Kubernetes has no words for. Left out: the engine's default. */
export interface EngineSpec {
  /** For programs that look at the engine's containers; those of {@link ContainerSpec.labels} are not among them. */
  readonly engineLabels?: Readonly<Record<string, string>>;
  /** In place of the image's. */
  readonly healthCheck?: HealthCheckSpec;
  readonly logging?: LoggingSpec;
  /** `linux/arm64`: which of an image's platforms it is made from. Left out: the one that the engine has, else its own. */
  readonly platform?: string;
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
