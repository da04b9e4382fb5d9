import type { EngineFacts, ObservedContainer } from "../../observed/observed-state.ts";
import type { Target } from "../steps/action.ts";

/** A container that is there as the manifest says, and does not work. */
export interface Trouble {
  readonly target: Target;
  /** The container's, to look at what it logged. */
  readonly id: string;
  /** `restarting`: again and again. `exited`: with an error, and it is not started again. */
  readonly state: "restarting" | "unhealthy" | "exited";
  /** What its last run ended with, as far as the engine tells. */
  readonly exitCode?: number;
  /** How often the engine has started it again. */
  readonly restarts?: number;
}

/** One that was started again so short a time ago may end again at once. */
const settledSeconds = 10;

/** @returns `undefined` for one that works, as far as the engine tells */
export function troubleOf(
  target: Target,
  container: ObservedContainer,
  engine: Pick<EngineFacts, "nowSeconds">,
): Trouble | undefined {
  const { id, exitCode, restarts } = container;
  const state = troubledState(container, engine);
  if (state === undefined) return undefined;
  return {
    target,
    id,
    state,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(restarts === undefined || restarts === 0 ? {} : { restarts }),
  };
}

/** @returns in which way a container does not work; `undefined` for one that does, as far as the engine tells */
export function troubledState(
  {
    state,
    exitedZero,
    isUnhealthy,
    restarts = 0,
    startedAtSeconds = 0,
  }: Pick<ObservedContainer, "state" | "exitedZero" | "isUnhealthy" | "restarts" | "startedAtSeconds">,
  { nowSeconds }: Pick<EngineFacts, "nowSeconds">,
): Trouble["state"] | undefined {
  if (state === "restarting") return "restarting";
  if (state === "exited") return exitedZero ? undefined : "exited";
  if (restarts > 0 && nowSeconds - startedAtSeconds < settledSeconds) return "restarting";
  return isUnhealthy === true ? "unhealthy" : undefined;
}
