/** A value of a unit file, in which `%` begins what systemd fills in. */
export function escapeValue(text: string): string {
  return text.replaceAll("%", "%%").replace(/[\r\n]+/g, " ");
}

/** A word of a command line in a unit file: one word whatever is in it, and no variable is put in. */
export function escapeWord(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll("%", "%%")
    .replaceAll("$", "$$$$");
  return /^[\w@%+=:,./-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}
