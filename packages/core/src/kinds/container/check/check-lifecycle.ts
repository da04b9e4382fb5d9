import { below, type Placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { type LooseContainer, runsToItsEnd } from "../pod-manifest.ts";
import { checkExec, checkHttpGet, checkOneHandler } from "./check-handler.ts";

/** Source: kubernetes/kubernetes pkg/apis/core/validation, validateLifecycle. */
export function* checkLifecycle(
  container: Placed<LooseContainer>,
  gracePeriodSeconds: number,
): Generator<Problem> {
  const { lifecycle } = container.value;
  if (lifecycle === undefined) return;
  const path = below(container.path, "lifecycle");
  if (runsToItsEnd(container)) {
    yield {
      path,
      on: "key",
      message: "is not for an init container that runs to its end",
      hint: "leave it out, or write restartPolicy: Always if the container is to stay",
    };
    return;
  }
  for (const key of ["postStart", "preStop"] as const) {
    const hook = lifecycle[key];
    if (hook === undefined) continue;
    const at = below(path, key);
    yield* checkOneHandler({ value: hook, path: at }, ["exec", "httpGet", "sleep"]);
    yield* checkExec(hook.exec?.command, at);
    yield* checkHttpGet(hook.httpGet, at, container.value);
    const seconds = hook.sleep?.seconds ?? 0;
    if (seconds > gracePeriodSeconds) {
      yield {
        path: below(at, "sleep", "seconds"),
        message: `must not be more than terminationGracePeriodSeconds (${gracePeriodSeconds}), got ${seconds}`,
      };
    }
  }
}
