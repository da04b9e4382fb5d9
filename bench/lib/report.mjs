import { cpus, release, totalmem } from "node:os";
import { median } from "./rounds.mjs";

/**
 * One line of a result: what was measured, by whom, and how it compares.
 * @typedef {{what: string, who: string, ms: number, ratio: number, to: string, rounds?: number[]}} Row
 *   `rounds`: what was measured in each, if all were measured in turn
 */

/**
 * @param {string} what
 * @param {Record<string, number[]>} measured milliseconds by name
 * @param {string} to the name that the ratios are to
 * @returns {Row[]}
 */
export function rowsOf(what, measured, to) {
  return rowsTo(
    to,
    Object.entries(measured).map(([who, values]) => ({ what, who, ms: round(median(values)) })),
  );
}

/** The same of what was measured in turn, as `inTurn` gives it. */
export function rowsOfRounds(what, measured, to) {
  return rowsTo(
    to,
    Object.entries(measured).map(([who, rounds]) => ({
      what,
      who,
      ms: round(median(rounds)),
      rounds: rounds.map(round),
    })),
  );
}

function rowsTo(to, rows) {
  const base = rows.find(({ who }) => who === to);
  return rows.map((row) => ({ ...row, ratio: round(ratioOf(row, base)), to }));
}

/**
 * Of what was measured in turn, each round is compared for itself, and the middle of these ratios taken: a machine whose
 * speed changes from minute to minute changes it for both.
 */
export function ratioOf(row, base) {
  if (row.rounds === undefined || base.rounds === undefined) return row.ms / base.ms;
  return median(row.rounds.map((value, index) => value / base.rounds[index]));
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
