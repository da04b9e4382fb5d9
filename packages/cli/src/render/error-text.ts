import type { ErrorData } from "@hashike/core";
import { diagnosticText } from "./diagnostic-text.ts";
import type { Style } from "./layout/style.ts";
import { plainLine, plainText } from "./plain-text.ts";

export interface ErrorTextOptions {
  readonly style: Style;
  /** The texts that were read, by file: mistakes in them are shown with their line. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

/**
 * An error for people: its diagnostics, the message with its code, details (such as the last lines a container
 * logged) and what to do next. Ends with a line end.
 */
export function errorText(error: ErrorData, { style, texts }: ErrorTextOptions): string {
  const diagnostics = error.diagnostics ?? [];
  const [only] = diagnostics;
  // One mistake is shown once, as the error itself.
  if (only !== undefined && diagnostics.length === 1 && error.message.endsWith(only.message)) {
    const hint = only.hint ?? error.hint;
    return diagnosticText(
      { ...only, code: error.code, ...(hint === undefined ? {} : { hint }) },
      { style, texts },
    );
  }
  const place =
    error.at === undefined ? "" : `${plainLine(error.at.file)}:${error.at.line}:${error.at.column}: `;
  const lines = [
    `${style.bad("error:")} ${place}${plainText(error.message)} ${style.dim(`[${error.code}]`)}`,
    ...(error.details ?? []).map((detail) => style.dim(`    ${plainText(detail)}`)),
    ...(error.hint === undefined ? [] : [`${style.accent("hint:")} ${plainText(error.hint)}`]),
  ];
  return `${diagnostics.map((d) => diagnosticText(d, { style, texts })).join("")}${lines.join("\n")}\n`;
}

/** A plain `Error` is a bug: it is shown with its stack, and with the request to report it. */
export function bugText(error: unknown, { style, version }: { style: Style; version: string }): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `${style.bad("error:")} unexpected: ${plainText(trace)}`,
    `This is a bug in Hashike ${version} (Node ${process.version}). Please report it with the lines above.`,
    "",
  ].join("\n");
}
