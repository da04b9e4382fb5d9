/**
 * @param {object} report as vitest's JSON reporter writes it
 * @returns {string} such as "12 passed, 0 failed, 1 skipped"
 */
export function countLine(report) {
  // A file that cannot even be loaded has no tests that could fail; it counts as one.
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  const counts = [`${report.numPassedTests} passed`, `${report.numFailedTests + broken.length} failed`];
  return [...counts, ...(skipped ? [`${skipped} skipped`] : [])].join(", ");
}
