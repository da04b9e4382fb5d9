export type {
  ActionOutput,
  Driver,
  ExecuteContext,
  LogLine,
  LogOptions,
  ObserveOptions,
  Progress,
} from "./apply/driver.ts";
export type {
  AboutAction,
  ApplyEvent,
  ApplyResult,
  FailedAction,
  SkippedAction,
  SkipReason,
} from "./apply/event.ts";
export * from "./desired/desired-state.ts";
export * from "./errors.ts";
export type * from "./observed/observed-state.ts";
export type * from "./plan/action.ts";
export type * from "./plan/cause.ts";
export type * from "./plan/plan-types.ts";
export type { Source, SourceOptions } from "./source/source.ts";
