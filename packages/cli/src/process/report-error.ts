import { errorToData, isHashikeError } from "@hashike/core";
import type { RawOptions } from "../args/options.ts";
import { bugText, errorText } from "../render/error-text.ts";
import { withGoOn } from "../render/go-on.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCode, exitCodeOf } from "./exit-codes.ts";
import { version } from "./version.ts";

/** What the command line asked for. */
export interface AskedFor {
  readonly json: boolean;
  readonly args: readonly string[];
  readonly options: RawOptions;
}

/** Tells an error that ended a command, and what to exit with. */
export function reportError(
  error: unknown,
  context: Context,
  { json, args, options: raw }: AskedFor,
): ExitCode {
  const { err, out, errStyle: style, shownTexts: texts, interrupts, options, log } = context;
  const interrupted = interrupts.exitCode();
  const data = withGoOn(errorToData(error), args, raw);
  if (isHashikeError(error)) {
    err.write(errorText(data, { style, texts }));
    for (const line of causesOf(error)) log.debug(line);
  } else if (interrupted === undefined) {
    err.write(bugText(error, { style, version }));
  }
  if (json && !options.quiet) out.write(`${JSON.stringify({ error: data })}\n`);
  return interrupted ?? (isHashikeError(error) ? exitCodeOf(error.code) : exitCode.failed);
}

/** What lay beneath, for `--log-level debug`. */
function causesOf(error: Error): readonly string[] {
  const lines: string[] = [];
  for (let cause = error.cause; cause !== undefined && lines.length < 5; ) {
    lines.push(`caused by ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return lines;
}
