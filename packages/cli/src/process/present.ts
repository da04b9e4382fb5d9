import type { Context } from "./context.ts";
import type { Outcome } from "./outcome.ts";

/** Prints what a command has to say, in the way that was asked for. */
export function present(outcome: Outcome, context: Context): number {
  const { out, err, style, errStyle, options } = context;
  const { format = "text", data, text, trouble } = outcome;
  if (!options.quiet) {
    if (format === "text") out.write(text?.(style) ?? "");
    else out.write(`${JSON.stringify(data, null, format === "json" ? 2 : undefined)}\n`);
  }
  err.write(trouble?.(errStyle) ?? "");
  return outcome.exitCode;
}
