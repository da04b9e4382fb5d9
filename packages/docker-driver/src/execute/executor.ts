import type {
  Action,
  ActionOutput,
  ActionType,
  ExecuteContext,
  ImageLoader,
  ImageSources,
  Progress,
} from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import type { Clock } from "./clock.ts";
import type { RenameTurns } from "./quirks/rename-turns.ts";

/** What carrying out an action may need. */
export interface ExecuteEnvironment {
  readonly client: EngineClient;
  readonly clock: Clock;
  /** Whether this process sees the files of the engine's host. */
  readonly seesHostFiles: () => Promise<boolean>;
  /** One for all actions, which it tells apart. */
  readonly turns: RenameTurns;
  readonly imageSources: ImageSources;
  /** One for all actions: sources tell by it which loads go to the same engine. */
  readonly imageLoader: ImageLoader;
  /** Pulls an image from its registry, with the credentials at hand. */
  readonly pull: (
    reference: string,
    options: {
      /** Left out: the engine's own. */
      readonly platform: string | undefined;
      readonly signal: AbortSignal;
      readonly onProgress: (progress: Progress) => void;
    },
  ) => Promise<void>;
}

export type ActionOf<T extends ActionType> = Extract<Action, { readonly type: T }>;

export type Executor<T extends ActionType> = (
  action: ActionOf<T>,
  environment: ExecuteEnvironment,
  context: ExecuteContext,
) => Promise<ActionOutput>;
