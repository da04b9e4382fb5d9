import { readFileSync, writeFileSync } from "node:fs";
import { alignedTable } from "./aligned-table.mjs";
import { root } from "./paths.mjs";
import { Stop } from "./say.mjs";

const docs = "docs/engines.md";

/** Between these the table stands in the docs. */
const [begin, end] = ["<!-- table: npm run test:engines -- --write -->", "<!-- /table -->"];

/**
 * What the matrix came to on one engine.
 * @typedef {{version: string, store: string, rows: Row[]}} EngineResults
 * @typedef {{archive: string, variant: string, passed: boolean, bytesRead?: number, archiveBytes?: number, milliseconds?: number}} Row
 */

/**
 * @param {object} report as vitest's JSON reporter writes it
 * @returns {Row[]} its tests of the matrix; one that failed early has no figures
 */
export function rowsOf(report) {
  const tests = report.testResults
    .filter(({ name }) => name.endsWith("load-matrix.engines.test.ts"))
    .flatMap(({ assertionResults }) => assertionResults);
  return tests.map(({ ancestorTitles, title, status, meta }) => ({
    archive: ancestorTitles[0],
    variant: title.replace(/^'|'$/g, ""),
    passed: status === "passed",
    ...meta.matrix,
  }));
}

/**
 * @param {readonly EngineResults[]} results
 * @param {{withTimes: boolean}} options times differ from run to run and machine to machine: for information only
 * @returns {string} a table in Markdown, aligned
 */
export function matrixTable(results, { withTimes }) {
  const columns = ["Engine", "Store", "Archive", "Variant", "Result", "Read"];
  const lines = results.flatMap(({ version, store, rows }) =>
    rows.map((row) => [
      version,
      store,
      row.archive,
      row.variant,
      row.passed ? "ok" : "FAILED",
      readShare(row),
      ...(withTimes
        ? [row.milliseconds === undefined ? "" : `${(row.milliseconds / 1000).toFixed(2)} s`]
        : []),
    ]),
  );
  return alignedTable([...columns, ...(withTimes ? ["Time"] : [])], lines);
}

/** @returns {string} the file that was written */
export function writeMatrix(results) {
  const file = `${root}/${docs}`;
  const text = readFileSync(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Stop(`${docs} has no place for the table: ${begin} … ${end}`);
  const table = matrixTable(results, { withTimes: false });
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`);
  return docs;
}

function readShare({ bytesRead, archiveBytes }) {
  if (bytesRead === undefined) return "";
  return `${megabytes(bytesRead)} of ${megabytes(archiveBytes)}`;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
