import type { HookSpec } from "@hashike/core";
import { type Asked, type Asking, askContainer } from "../../probe/ask-container.ts";
import type { Clock } from "../clock.ts";

/** What is done with a container right after its start, or before its end. */
export interface HookRun extends Asking {
  readonly clock: Clock;
  /** How long it may take. */
  readonly timeoutSeconds: number;
}

export type HookFailure = { readonly reason: string; readonly lines: readonly string[] };

/** @returns why it failed; `undefined` when it did not */
export async function runHook(hook: HookSpec, run: HookRun): Promise<HookFailure | undefined> {
  if (hook.kind === "sleep") {
    await run.clock.sleep(hook.seconds * 1000, run.signal);
    return undefined;
  }
  if (lacksSecret(hook, run.secrets)) return { reason: "a secret in it is not known any more", lines: [] };
  const asked = await askContainer(hook, run.timeoutSeconds, run);
  return asked.kind === "success" ? undefined : { reason: asked.reason, lines: linesOf(asked) };
}

/** One that was noted on a container by an earlier apply may have a secret that the manifests have no more. */
function lacksSecret(hook: HookSpec, secrets: Asking["secrets"]): boolean {
  const known = JSON.stringify(hook).matchAll(/\$\(secret:([0-9a-f]{32})\)/g);
  return [...known].some(([, id]) => !Object.hasOwn(secrets, id ?? ""));
}

function linesOf(asked: Exclude<Asked, { kind: "success" }>): readonly string[] {
  return (asked.kind === "failure" ? asked.lines : undefined) ?? [];
}
