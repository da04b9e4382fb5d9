import { cpus, release, totalmem } from "node:os";
import { median } from "./rounds.mjs";

/**
 * One line of a result: what was measured, by whom, and how it compares.
 * @typedef {{what: string, who: string, ms: number, ratio: number, to: string}} Row
 */

/**
 * @param {string} what
 * @param {Record<string, number[]>} measured milliseconds by name
 * @param {string} to the name that the ratios are to
 * @returns {Row[]}
 */
export function rowsOf(what, measured, to) {
  const base = median(measured[to]);
  return Object.entries(measured).map(([who, values]) => {
    const ms = median(values);
    return { what, who, ms: round(ms), ratio: round(ms / base), to };
  });
}

/** A table for people, in Markdown. */
export function tableOf(rows) {
  const head = ["what", "who", "ms (median)", "ratio", "to"];
  const lines = rows.map(({ what, who, ms, ratio, to }) => [what, who, String(ms), ratio.toFixed(2), to]);
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const format = (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [format(head), format(widths.map((width) => "-".repeat(width))), ...lines.map(format)].join("\n");
}

/** What a result is worthless without. */
export function machine() {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${cpus().length} x ${cpu?.model.trim() ?? "unknown"}`,
    memoryGigabytes: round(totalmem() / 2 ** 30),
    linux: release(),
    node: process.version,
  };
}

function round(value) {
  return Math.round(value * 100) / 100;
}
