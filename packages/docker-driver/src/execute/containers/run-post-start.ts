import { HashikeError, resolveContainerId } from "@hashike/core";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";
import { runHook } from "./run-hook.ts";

/** Kubernetes sets no limit; one that never ends must not hold an apply up for good. */
const mostSeconds = 600;

/** @throws HashikeError `DRIVER_HOOK_FAILED` with what it wrote */
export const runPostStart: Executor<"container.hook"> = async (
  { container, target, hook },
  { client, clock },
  { outputs, signal, secrets, onProgress },
) => {
  const id = resolveContainerId(container, outputs);
  onProgress({ status: "waiting" });
  const failure = await onContainer(target.name, "DRIVER_HOOK_FAILED", "run postStart in", () =>
    runHook(hook, { client, clock, id, signal, secrets, timeoutSeconds: mostSeconds }),
  );
  if (failure === undefined) return {};
  throw new HashikeError(
    "DRIVER_HOOK_FAILED",
    `postStart of container ${target.name} failed: ${failure.reason}`,
    {
      hint: "correct lifecycle.postStart, or what it calls, then apply again",
      details: failure.lines,
    },
  );
};
