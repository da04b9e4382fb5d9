import { type ErrorCode, HashikeError, isHashikeError } from "@hashike/core";
import { isNetworkError, networkReason } from "../network-error.ts";
import { changed } from "../object/read-resumed.ts";
import { shownHttpAddress } from "./http-address.ts";

/** An answer that is none to the question. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP status ${status}`);
    this.status = status;
  }
}

/** Whether the same request may go well later: the network, or a server that has a bad moment. */
export function mayPass(error: unknown): boolean {
  return (
    isNetworkError(error) || (error instanceof StatusError && [500, 502, 503, 504].includes(error.status))
  );
}

/** Puts what went wrong into the user's words. */
export function httpError(url: URL, cause: unknown): HashikeError {
  if (isHashikeError(cause)) return cause;
  const shown = shownHttpAddress(url);
  const error = (code: ErrorCode, message: string, hint: string) =>
    new HashikeError(code, `${shown}: ${message}`, { cause, hint });
  if (cause instanceof StatusError) return byStatus(cause, shown, error);
  if (isNetworkError(cause)) {
    const message = `no answer from ${url.host}: ${networkReason(cause)}`;
    return error("SOURCE_UNREADABLE", message, "check the address, and that the server runs");
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return error("SOURCE_UNREADABLE", `cannot be read: ${reason}`, "check the address");
}

function byStatus(
  cause: StatusError,
  shown: string,
  error: (code: ErrorCode, message: string, hint: string) => HashikeError,
): HashikeError {
  switch (cause.status) {
    case 404:
    case 410:
      return error("SOURCE_NOT_FOUND", "the server has nothing there", "check the address");
    case 401:
    case 403:
    case 407:
      return error(
        "SOURCE_UNREADABLE",
        `access denied (HTTP status ${cause.status})`,
        "give what the server asks for with --header-file, e.g. a line `Authorization: Bearer TOKEN`",
      );
    case 412:
    case 416:
      return changed(shown, cause);
    default:
      return error(
        "SOURCE_UNREADABLE",
        `the server answered with HTTP status ${cause.status}`,
        cause.status >= 500 ? "try again later" : "check the address",
      );
  }
}
