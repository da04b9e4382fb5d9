import type { LooseSpec } from "../loose.ts";
import type { Problem } from "../problem.ts";

/** How containers are replaced: strategy and its neighbours. */
export function* checkUpdate({
  strategy,
  minReadySeconds = 0,
  progressDeadlineSeconds = 600,
}: LooseSpec): Generator<Problem> {
  if (strategy?.type === "Recreate" && strategy.staging === "required") {
    yield {
      path: ["spec", "strategy", "staging"],
      message: "must not be required with type Recreate, which stops the old container first",
      hint: "leave out one of the two",
    };
  }
  if (progressDeadlineSeconds > minReadySeconds) return;
  yield {
    path: ["spec", "progressDeadlineSeconds"],
    message: `must be more than minReadySeconds (${minReadySeconds}), got ${progressDeadlineSeconds}`,
  };
}
