/** The lines of two texts side by side: `- ` only in the old one, `+ ` only in the new one, `  ` in both. */
export function lineDiff(before: string, after: string): string {
  const [a, b] = [before.trimEnd().split("\n"), after.trimEnd().split("\n")];
  // Length of the longest common subsequence of what is left from each pair of lines on. Units are short.
  const common = a
    .map(() => new Array<number>(b.length + 1).fill(0))
    .concat([new Array(b.length + 1).fill(0)]);
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i] ?? [];
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i]}`);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${a[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${b[j]}`);
      j += 1;
    }
  }
  return `${lines.join("\n")}\n`;
}
