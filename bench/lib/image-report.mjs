import { readFileSync, writeFileSync } from "node:fs";
import { alignedTable } from "../../scripts/lib/aligned-table.mjs";
import { headline, megabytes, targetLines } from "./image-targets.mjs";

const docs = "docs/benchmarks.md";
const [begin, end] = ["<!-- results: npm run bench -- images --write -->", "<!-- /results -->"];

/**
 * What was measured of one variant.
 * @typedef {object} Result
 * @property {string} name
 * @property {boolean} isPush
 * @property {number} bytes read from S3
 * @property {number} uploaded in bytes
 * @property {number} requests
 * @property {import("./run-hashike.mjs").Measured[]} runs
 */

/**
 * @param {Record<string, string>} about date, machine and versions
 * @param {readonly Result[]} results
 * @returns {string} ratios first, then whether the targets are met, and all figures
 */
export function report(about, results) {
  return sections(about, results.map(figuresOf)).join("\n\n");
}

/** The same for programs. */
export function toJson(about, results) {
  return { ...about, figures: results.map(figuresOf) };
}

/** @returns {string} the file in which the results were replaced */
export function writeReport(about, results, root) {
  const text = readFileSync(`${root}/${docs}`, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${docs} has no place for the results: ${begin} … ${end}`);
  const all = sections(about, results.map(figuresOf)).join("\n\n");
  writeFileSync(`${root}/${docs}`, `${text.slice(0, from)}${begin}\n\n${all}\n\n${text.slice(to)}`);
  return docs;
}

function sections(about, figures) {
  return [
    headline(figures),
    targetLines(figures).join("\n"),
    table(
      "Load",
      figures.filter(({ isPush }) => !isPush),
    ),
    table(
      "Push",
      figures.filter(({ isPush }) => isPush),
    ),
    Object.values(about).join(" · "),
  ];
}

function table(what, figures) {
  return alignedTable(
    [what, "Time", "All times", "Read from S3", "Sent to S3", "Requests", "Peak memory"],
    figures.map(({ name, seconds, allSeconds, bytes, uploaded, requests, peakBytes }) => [
      name,
      `${seconds.toFixed(2)} s`,
      allSeconds.map((each) => each.toFixed(2)).join(", "),
      megabytes(bytes),
      megabytes(uploaded),
      String(requests),
      megabytes(peakBytes),
    ]),
  );
}

/** Until the image is on the engine; where nothing is loaded until the command ends. */
function figuresOf({ name, isPush, bytes, uploaded, requests, runs }) {
  const allSeconds = runs.map(({ loadedSeconds, seconds }) => loadedSeconds ?? seconds);
  return {
    name,
    isPush,
    seconds: median(allSeconds),
    allSeconds: allSeconds.map((each) => Number(each.toFixed(3))),
    bytes,
    uploaded,
    requests,
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
