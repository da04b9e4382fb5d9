import { alignedTable } from "./aligned-table.mjs";
import { countLine } from "./test-report.mjs";

/**
 * What tests came to on one engine.
 * @typedef {{version: string, store: string, reports: readonly object[]}} EngineResult `reports`: as vitest's JSON reporter
 *   writes them
 */

/**
 * @param {readonly EngineResult[]} results
 * @returns {string} a line for each engine, and below them one for each test that failed
 */
export function engineTable(results) {
  const lines = results.map(({ version, store, reports }) => [version, store, countLine(sumOf(reports))]);
  const failures = results.flatMap(({ version, store, reports }) =>
    reports.flatMap(failedTests).map((name) => `FAILED on ${version}, ${store}: ${name}`),
  );
  return [alignedTable(["Engine", "Store", "Tests"], lines), ...failures].join("\n");
}

function sumOf(reports) {
  const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
  return {
    testResults: reports.flatMap(({ testResults }) => testResults),
    numPassedTests: sum("numPassedTests"),
    numFailedTests: sum("numFailedTests"),
    numPendingTests: sum("numPendingTests"),
    numTodoTests: sum("numTodoTests"),
  };
}

function failedTests({ testResults }) {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((result) => result.status === "failed");
    if (status === "failed" && assertionResults.length === 0) return [`${name}, as a whole`];
    return failed.map(({ fullName }) => fullName);
  });
}
