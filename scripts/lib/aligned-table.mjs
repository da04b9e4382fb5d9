/**
 * A table in Markdown that also reads well as text.
 * @param {readonly string[]} columns headings
 * @param {readonly (readonly string[])[]} lines a cell for each column
 */
export function alignedTable(columns, lines) {
  const widths = columns.map((column, i) =>
    Math.max(...[column, ...lines.map((line) => line[i])].map((cell) => cell.length)),
  );
  const format = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  return [format(columns), format(widths.map((width) => "-".repeat(width))), ...lines.map(format)].join("\n");
}
