import { plainLine } from "../plain-text.ts";
import { padEnd, textWidth } from "./text-width.ts";

const gap = "   ";

/** Columns under their headings, as kubectl prints them; no trailing spaces. Ends with a line end. */
export function tableText(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows.map((row) => row.map((cell) => plainLine(cell) || "-"))];
  const widths = headings.map((_, i) => Math.max(...all.map((row) => textWidth(row[i] ?? ""))));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, i) => padEnd(cell, widths[i] ?? 0))
          .join(gap)
          .trimEnd()}\n`,
    )
    .join("");
}
