import type { Context } from "../../process/context.ts";
import { createJsonReporter } from "./json-reporter.ts";
import { createPlainReporter } from "./plain-reporter.ts";
import { type Reporter, silentReporter } from "./reporter.ts";
import { createTerminalReporter } from "./terminal-reporter.ts";

/** The way of telling that fits where standard output goes. */
export function createReporter(
  context: Context,
  { json, verbose }: { readonly json: boolean; readonly verbose: boolean },
): Reporter {
  const { out, style, now, host, options } = context;
  if (options.quiet) return silentReporter;
  if (json) return createJsonReporter(out.write, now);
  if (!context.terminal) return createPlainReporter({ write: out.write, style, verbose, now });
  return createTerminalReporter({ write: out.write, stream: out.stream, style, verbose, now, host });
}
