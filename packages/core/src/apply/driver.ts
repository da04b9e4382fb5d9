import type { DesiredState } from "../desired/desired-state.ts";
import type { ObservedContainer, ObservedState } from "../observed/observed-state.ts";
import type { Action } from "../plan/action.ts";
import type { EngineImages } from "../source/image-source.ts";

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
   * Carries out one action.
   * @throws HashikeError when it could not; the action may then be assumed not to have happened
   */
  execute(action: Action, context: ExecuteContext): Promise<ActionOutput>;
  /** The lines a container has written, oldest first; with `follow`, until it ends or `signal` aborts. */
  logs?(container: ObservedContainer, options: LogOptions): AsyncIterable<LogLine>;
  /** The engine's images, for bringing them to and from stores by hand. */
  images?(): Promise<EngineImages>;
  /** Frees what the driver holds open. */
  close?(): Promise<void>;
}

export interface ObserveOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ExecuteContext {
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
  /** What the user should know although it worked. */
  readonly notices?: readonly string[];
}

/** How far a long action is. */
export interface Progress {
  /** In the driver's words: `downloading`, `extracting`, `waiting`. */
  readonly status: string;
  readonly currentBytes?: number;
  /** As far as known by now; it may grow. */
  readonly totalBytes?: number;
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
