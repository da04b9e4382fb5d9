import { apply } from "./commands/apply.ts";
import { plan } from "./commands/plan.ts";
import { validate } from "./commands/validate.ts";
import type { Context } from "./context.ts";
import type { RawOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";

export { reportError } from "./report-error.ts";

export type Handler = (args: readonly string[], options: RawOptions, context: Context) => Promise<Outcome>;

/**
 * What timers and people wait for. Together in one module: most of what they need they share, and each file more takes
 * time to load.
 */
export const handlers = { apply, plan, validate } as const satisfies Readonly<Record<string, Handler>>;
