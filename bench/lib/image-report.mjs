import { readFileSync, writeFileSync } from "node:fs";
import { alignedTable } from "../../scripts/lib/aligned-table.mjs";

const docs = "docs/benchmarks.md";
const [begin, end] = ["<!-- results: npm run bench:images -- --write -->", "<!-- /results -->"];

const full = "cold .tar";
const thin = "1 MB changed .tar (thin)";

/**
 * What was measured of one variant.
 * @typedef {{name: string, bytes: number, requests: number, runs: import("./run-hashike.mjs").Measured[]}} Result
 */

/**
 * @param {Record<string, string>} about date, machine and versions
 * @param {readonly Result[]} results
 * @returns {string} ratios first, then whether the targets are met, all figures, and the same as JSON
 */
export function report(about, results) {
  const figures = results.map(figuresOf);
  return [...sections(about, figures), JSON.stringify({ ...about, figures })].join("\n\n");
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
  const of = (name) => figures.find((figure) => figure.name === name);
  const faster = of(full).seconds / of(thin).seconds;
  const fewer = of(full).bytes / of(thin).bytes;
  const peak = Math.max(...figures.map(({ peakBytes }) => peakBytes));
  return [
    `Loading a changed image is **${faster.toFixed(1)} times faster** than loading it whole, and reads **${Math.round(fewer)} times less**.`,
    [
      target(`a changed image reads less than 1.3 MB`, megabytes(of(thin).bytes), of(thin).bytes < 1.3e6),
      target(
        `it is at least 5 times faster than loading it whole`,
        `${faster.toFixed(1)} times`,
        faster >= 5,
      ),
      target(`memory stays below 150 MB, whatever is loaded`, megabytes(peak), peak < 150e6),
    ].join("\n"),
    alignedTable(
      ["Archive", "Time", "All times", "Read from S3", "Requests", "Peak memory"],
      figures.map(({ name, seconds, allSeconds, bytes, requests, peakBytes }) => [
        name,
        `${seconds.toFixed(2)} s`,
        allSeconds.map((each) => each.toFixed(2)).join(", "),
        megabytes(bytes),
        String(requests),
        megabytes(peakBytes),
      ]),
    ),
    Object.values(about).join(" · "),
  ];
}

/** Until the image is on the engine; where nothing is loaded until the command ends. */
function figuresOf({ name, bytes, requests, runs }) {
  const allSeconds = runs.map(({ loadedSeconds, seconds }) => loadedSeconds ?? seconds);
  return {
    name,
    seconds: median(allSeconds),
    allSeconds: allSeconds.map((each) => Number(each.toFixed(3))),
    bytes,
    requests,
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
  };
}

function target(what, found, isMet) {
  return `- ${isMet ? "met" : "**missed**"}: ${what} (${found})`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const megabytes = (bytes) =>
  bytes < 1e8 ? `${(bytes / 1e6).toFixed(2)} MB` : `${Math.round(bytes / 1e6)} MB`;
