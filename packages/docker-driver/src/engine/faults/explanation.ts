import type { ErrorCode } from "@hashike/core";

/** What is wrong with a connection, and what to do about it. */
export interface Explanation {
  /** Default: DRIVER_ENGINE_UNREACHABLE. */
  readonly code?: ErrorCode;
  readonly problem: string;
  readonly hint: string;
}
