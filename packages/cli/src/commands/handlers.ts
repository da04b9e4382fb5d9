import type { RawOptions } from "../args/options.ts";
import type { Context } from "../process/context.ts";
import type { Outcome } from "../process/outcome.ts";
import { apply } from "./apply.ts";
import { diff } from "./diff.ts";
import { plan } from "./plan.ts";
import { validate } from "./validate.ts";

export { reportError } from "../process/report-error.ts";

export type Handler = (args: readonly string[], options: RawOptions, context: Context) => Promise<Outcome>;

/**
 * What timers and people wait for. Together in one module: most of what they need they share, and each file more takes
 * time to load.
 */
export const handlers = { apply, plan, diff, validate } as const satisfies Readonly<Record<string, Handler>>;
