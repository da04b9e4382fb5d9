import type { DesiredState, Driver, ObservedState, ObserveOptions } from "@hashike/core";
import type { Context } from "../process/context.ts";

/** Looks at the engine, until the user stops it. */
export function observe(
  driver: Driver,
  desired: DesiredState,
  context: Context,
  options: Pick<ObserveOptions, "runs"> = {},
): Promise<ObservedState> {
  const { signal, timings } = context;
  return timings.measureAsync("observe", () => driver.observe(desired, { ...options, signal }));
}
