import type { Diagnostic } from "@hashike/core";
import { snippetLines } from "./layout/snippet.ts";
import type { Style } from "./layout/style.ts";
import { plainLine, plainText } from "./plain-text.ts";

export interface DiagnosticTextOptions {
  readonly style: Style;
  /** The texts that were read, by file. Without them no source line is shown. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
}

/**
 * `my-manifest.yml:12:7: spec.containers[0].image: reason`, the source line with a mark below its place where the
 * text is at hand, and `  hint: …`. Ends with a line end.
 */
export function diagnosticText(
  diagnostic: Diagnostic & { readonly code?: string },
  { style, texts }: DiagnosticTextOptions,
): string {
  const { at, path, message, hint, severity, code } = diagnostic;
  const place = at === undefined ? undefined : `${plainLine(at.file)}:${at.line}:${at.column}:`;
  const parts = [
    ...(place === undefined ? [] : [style.bold(place)]),
    ...(severity === "notice" ? [style.warning("notice:")] : []),
    ...(severity === "error" && (place === undefined || code !== undefined) ? [style.bad("error:")] : []),
    ...(path === undefined ? [] : [`${plainLine(path)}:`]),
    plainText(message),
    ...(code === undefined ? [] : [style.dim(`[${code}]`)]),
  ];
  const text = at === undefined ? undefined : texts?.get(at.file);
  return [
    parts.join(" "),
    ...(at === undefined || text === undefined
      ? []
      : snippetLines(text, at, { style, hideValues: maySecretBeNear(path) })),
    ...(hint === undefined ? [] : [`  ${style.accent("hint:")} ${plainText(hint)}`]),
    "",
  ].join("\n");
}

/** Variables and the data of secrets. The path is the manifest's: `spec.containers[0].env[1].value`. */
function maySecretBeNear(path: string | undefined): boolean {
  return path !== undefined && /(^|[.\]])(env|data|stringData)\b/.test(path);
}
