import type { PlanOptions } from "@hashike/core";
import type { driftChoices } from "./command-table.ts";
import { flag, number, type RawOptions, text } from "./options.ts";

/** How the user wants a plan to be made. */
export function readPlanOptions(raw: RawOptions): PlanOptions {
  const onDrift = (text(raw, "onDrift") ?? "repair") satisfies string as (typeof driftChoices)[number];
  const imageRetention = number(raw, "imageRetention");
  return {
    takeOver: flag(raw, "takeOver"),
    atomic: flag(raw, "atomic"),
    allowDestroy: flag(raw, "allowDestroy"),
    retryFailed: flag(raw, "retryFailed"),
    wait: !flag(raw, "noWait"),
    onDrift,
    ...(imageRetention === undefined ? {} : { imageRetention }),
  };
}
