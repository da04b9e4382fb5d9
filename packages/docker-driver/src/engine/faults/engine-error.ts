import { HashikeError, isHashikeError } from "@hashike/core";
import { printable } from "../../connect/printable.ts";

/** An answer with status 400 or above. Whoever asked knows more, and throws an error that says what was tried. */
export class EngineError extends HashikeError {
  /** The HTTP status. */
  readonly status: number;
  /** The engine's words, fit for a message. */
  readonly reason: string;

  constructor(method: string, path: string, status: number, reason: string) {
    const words = saidOnce(printable(reason)) || "no reason given";
    super("DRIVER_ENGINE_ERROR", `${method} ${printable(path)}: ${words} (HTTP ${status})`);
    this.status = status;
    this.reason = words;
  }
}

/** An engine passes on a registry's code and its words, which may be the same: `manifest unknown: manifest unknown`. */
function saidOnce(reason: string): string {
  return reason.replace(/(^|: )([^:]+): \2$/, "$1$2");
}

/** Recognises an {@link EngineError} by its shape, as `isHashikeError` does. */
export function isEngineError(error: unknown): error is EngineError {
  return isHashikeError(error) && "status" in error && typeof error.status === "number" && "reason" in error;
}

/** @returns the HTTP status of an engine's refusal; `undefined` when it did not answer, or for another error */
export function engineStatus(error: unknown): number | undefined {
  return isEngineError(error) ? error.status : undefined;
}

/** @returns the engine's words; of another error its message; fit for a message either way */
export function engineReason(error: unknown): string {
  if (isEngineError(error)) return error.reason;
  return printable(error instanceof Error ? error.message : String(error));
}
