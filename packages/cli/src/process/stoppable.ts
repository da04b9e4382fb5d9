import { HashikeError } from "@hashike/core";
import type { Context } from "./context.ts";

/**
 * Does what comes before anything is changed. An interrupt of it, whatever a driver makes of it, is reported as what
 * it is.
 * @throws HashikeError `APPLY_ABORTED`
 */
export async function stoppable<T>(context: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!context.signal.aborted) throw cause;
    throw new HashikeError("APPLY_ABORTED", "stopped before anything was changed", { cause });
  }
}
