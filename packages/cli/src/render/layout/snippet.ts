import { hasCredentials, type SourcePosition } from "@hashike/core";
import { plainLine } from "../plain-text.ts";
import type { Style } from "./style.ts";
import { textWidth, truncate } from "./text-width.ts";

const longestLine = 100;

export interface SnippetOptions {
  readonly style: Style;
  /** Values are hidden: a secret may stand among them. */
  readonly hideValues: boolean;
}

/**
 * The line of a text that a position is in, with a mark below the place, as compilers show it.
 * @returns nothing when there is no such line, or nothing of it may be shown
 */
export function snippetLines(text: string, at: SourcePosition, options: SnippetOptions): readonly string[] {
  const source = text.split(/\r?\n/)[at.line - 1];
  const line =
    source !== undefined && (options.hideValues || showsCredentials(source)) ? withoutValue(source) : source;
  if (line === undefined || line.trim() === "") return [];
  const before = showable(line.slice(0, at.column - 1));
  const after = showable(line.slice(at.column - 1)).trimEnd();
  const column = textWidth(before);
  if (column >= longestLine) return [];
  const { style } = options;
  const number = String(at.line);
  const gutter = (content: string) => style.dim(`  ${content.padStart(number.length)} |`);
  return [
    `${gutter(number)} ${truncate(before + after, longestLine)}`,
    `${gutter("")} ${" ".repeat(column)}${style.bad(mark(after))}`,
  ];
}

/** An address in it holds some. Of a long line, only what is behind its beginning is left out: that is not shown. */
function showsCredentials(line: string): boolean {
  return (line.slice(0, 4096).match(/(?<![a-z0-9+.-])[a-z0-9+.-]+:[^\s"'`<>]+/gi) ?? []).some(hasCredentials);
}

/** Up to the first value that is not a name: `value: …`. A line that is all value is not shown at all. */
function withoutValue(line: string): string | undefined {
  const match = /^(.*?)(?:\b(?!name\b)[\w.-]{1,100}["']?)\s{0,100}:(?=\s|$)/.exec(line);
  if (match === null) return /\bname["']?\s*:/.test(line) ? line : undefined;
  return match[0].length === line.trimEnd().length ? line : `${match[0]} …`;
}

/** As long as the word or the quoted text that the place begins with. */
function mark(after: string): string {
  const word = /^("[^"]*"|'[^']*'|[^\s,:\]}]+)/.exec(after)?.[0] ?? "^";
  return "^".repeat(Math.max(1, Math.min(textWidth(word), longestLine)));
}

/** Spaces count for the column, so only line ends and control characters go. */
function showable(part: string): string {
  const inner = plainLine(`|${part}|`);
  return inner.slice(1, -1);
}
