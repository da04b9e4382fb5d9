/** Whether every line that says anything is `KEY=value`. */
export function isEnvFile(text: string): boolean {
  const line = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_.]*=/;
  const silent = /^[ \t\r]*(?:#.*)?$/;
  let found = false;
  let start = 0;
  while (start <= text.length) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? text.length : next;
    // Longer lines are looked at no further than needed.
    const current = text.slice(start, Math.min(end, start + 512));
    if (line.test(current)) found = true;
    else if (!silent.test(current)) return false;
    start = end + 1;
  }
  return found;
}
