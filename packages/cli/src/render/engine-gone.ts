import type { ErrorData } from "@hashike/core";

/**
 * Whether nobody answers any more. Then everything that is under way fails in the same way, and nothing can be put
 * back: that is to be told once.
 */
export function isEngineGone({ code }: ErrorData): boolean {
  return code === "DRIVER_ENGINE_UNREACHABLE";
}

export function engineGoneWords({ message }: ErrorData): string {
  return `the engine has gone away: ${message}`;
}

export const engineGoneHint =
  "once the engine is back, run the same command again: it goes on from what it finds";
