import type { Problem } from "../../manifest/problem.ts";
import type { LooseSpec } from "./schema.ts";

/** How containers are replaced: strategy and its neighbours. */
export function* checkUpdate({
  strategy,
  minReadySeconds = 0,
  progressDeadlineSeconds = 600,
}: LooseSpec): Generator<Problem> {
  if (strategy?.staging !== undefined) yield staging(strategy.staging);
  if (progressDeadlineSeconds > minReadySeconds) return;
  yield {
    path: ["spec", "progressDeadlineSeconds"],
    message: `must be more than minReadySeconds (${minReadySeconds}), got ${progressDeadlineSeconds}`,
  };
}

/** Accepted, so that manifests of an earlier version apply as they are. */
function staging(value: string): Problem {
  const path = ["spec", "strategy", "staging"];
  return value === "none"
    ? {
        severity: "notice",
        path,
        message:
          "is of an earlier version; it still stops the old container first where both use a host port",
        hint: "write type: Recreate to stop the old container first, always",
      }
    : {
        severity: "notice",
        path,
        message: "has no effect: a new container is on its networks from the start",
        hint: "leave it out",
      };
}
