import type { DesiredState, NotedObject, Owner, ProbeSpec } from "../desired/desired-state.ts";
import type { FileVersion, ObservedContainer, ObservedState, Ownership } from "../observed/observed-state.ts";
import type { Action } from "../plan/steps/action.ts";
import type { EngineImages } from "../source/image-source.ts";
import type { Progress } from "../source/progress.ts";
import type { ExecOptions, Session } from "./session.ts";

/**
 * The seam between Hashike and an engine. `@hashike/core/testing` has an in-memory one and the contract suite
 * that every driver passes.
 */
export interface Driver {
  readonly name: string;
  /**
   * Reads the engine, and what is needed of registries; writes nothing.
   * Containers, networks and volumes are reported whole; images and host paths only as far as `desired` names them.
   */
  observe(desired: DesiredState, options?: ObserveOptions): Promise<ObservedState>;
  /**
   * What is known of the objects that earlier applies were about, of any owner: what they noted, and whose containers there
   * are. Read before manifests become a desired state, as they may refer to them. Writes nothing. Without it, manifests
   * have to be whole.
   */
  objects?(options?: LookOptions): Promise<readonly NotedObject[]>;
  /**
   * Values that are kept with noted objects and stand in no note.
   * @param ids their fingerprints
   * @returns by fingerprint, those that are there
   */
  notedValues?(ids: readonly string[], options?: LookOptions): Promise<Readonly<Record<string, string>>>;
  /**
   * Carries out one action.
   * @throws HashikeError when it could not, or cannot tell: the action may have happened all the same, as when the
   *   connection is cut. So what takes it back is carried out as well
   */
  execute(action: Action, context: ExecuteContext): Promise<ActionOutput>;
  /** The lines a container has written, oldest first; with `follow`, until it ends or `signal` aborts. */
  logs?(container: Pick<ObservedContainer, "id" | "name">, options: LogOptions): AsyncIterable<LogLine>;
  /**
   * Makes sure that nobody else applies for one of the owners on this engine, from whichever process or host. Without
   * it, nothing does. A holder that died does not count.
   * @throws HashikeError `LOCK_HELD`, with its holder and since when it is held, after `waitSeconds`
   */
  lock?(owners: readonly Owner[], options: LockOptions): Promise<Lock>;
  /** Tells, until `signal` aborts or the engine goes away, that something about containers or networks changed. */
  events?(options: EventOptions): AsyncIterable<EngineEvent>;
  /** Asks a running container once. */
  probe?(container: ObservedContainer, probe: ProbeSpec, options: ProbeOptions): Promise<ProbeAnswer>;
  /** Starts a container's process anew, after its `preStop`. */
  restart?(container: ObservedContainer, options: RestartOptions): Promise<void>;
  /**
   * Runs a command in a running container.
   * @throws HashikeError `NOT_RUNNING` when the container does not run
   */
  exec?(container: Pick<ObservedContainer, "id" | "name">, options: ExecOptions): Promise<Session>;
  /** The engine's images, for bringing them to and from stores by hand. */
  images?(): Promise<EngineImages>;
  /** Frees what the driver holds open. */
  close?(): Promise<void>;
}

export interface LookOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ObserveOptions extends LookOptions {
  /**
   * Tell of every container that is not foreign how its present run came about (`restarts`, `startedAtSeconds`), not
   * only of those that are wanted, and which addresses it has. Default `false`: it may be a call for each.
   */
  readonly runs?: boolean | undefined;
}

export interface LockOptions {
  /** How long to wait for another holder. 0: not at all. */
  readonly waitSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Called once, when there is somebody to wait for. */
  readonly onWait?: ((holder: LockHolder) => void) | undefined;
}

export interface LockHolder {
  /** `host-1, process 4711`. */
  readonly description: string;
  /** Seconds since the epoch, by the engine's clock. */
  readonly sinceSeconds: number;
}

export interface Lock {
  /** Aborts when the lock is lost: the engine went away for long, or somebody took it over. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface EventOptions {
  readonly signal: AbortSignal;
  /** Called once, as soon as the engine listens: from then on nothing that happens is missed. */
  readonly onListening?: (() => void) | undefined;
}

export interface EngineEvent {
  /** In the engine's words: `die`, `oom`, `disconnect`, … */
  readonly action: string;
  /** What it is about, as far as the engine tells. */
  readonly container?: { readonly id: string; readonly name: string; readonly ownership: Ownership };
  /** Of a network: which, and who joined or left it. */
  readonly network?: { readonly name: string; readonly containerId?: string };
}

export interface ProbeOptions {
  readonly signal: AbortSignal;
  /** {@link DesiredState.secrets} */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface RestartOptions {
  readonly signal?: AbortSignal | undefined;
  /** {@link DesiredState.secrets}, for `preStop`. */
  readonly secrets: Readonly<Record<string, string>>;
}

export type ProbeAnswer =
  | { readonly kind: "success" }
  | { readonly kind: "failure"; readonly reason: string }
  /** It cannot be asked from here: the engine is on another machine, or in one of its own. */
  | { readonly kind: "unknown"; readonly reason: string };

export interface ExecuteContext {
  /** This action's own. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** What finished actions gave, by action id. */
  readonly outputs: ReadonlyMap<string, ActionOutput>;
  /** {@link DesiredState.secrets} */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What an action leaves for those that depend on it. */
export interface ActionOutput {
  readonly containerId?: string;
  readonly imageId?: string;
  /** By path, what was seen of {@link CheckHostPath.files}; `undefined` for what is no file. Absent when nobody looked. */
  readonly mountedFiles?: ReadonlyMap<string, FileVersion | undefined>;
  /** What the user should know although it worked. */
  readonly notices?: readonly string[];
}

export interface LogOptions {
  readonly follow?: boolean | undefined;
  /** Only the last so many lines. Default: all. */
  readonly tail?: number | undefined;
  /** Seconds since the epoch, or an RFC 3339 time. */
  readonly since?: string | undefined;
  readonly timestamps?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface LogLine {
  readonly stream: "stdout" | "stderr";
  /** Without its line end. */
  readonly text: string;
}
