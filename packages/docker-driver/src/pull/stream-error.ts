/**
 * Finds the failure in a message of the engine's progress stream, which began with status 200.
 * @returns its text; `undefined` for a message that is none
 */
export function streamError(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  // `error` is deprecated since API 1.48, and `errorDetail` says the same.
  const detail = "errorDetail" in message ? message.errorDetail : undefined;
  if (typeof detail === "object" && detail !== null && "message" in detail) return String(detail.message);
  return "error" in message && message.error ? String(message.error) : undefined;
}
