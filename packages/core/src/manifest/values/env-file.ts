/** A line of an env file: a variable with its value, or the name of one whose value is that of the environment. */
export interface EnvFileEntry {
  /** From 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string | undefined;
}

/** What is wrong with a line. The message does not hold the line, which may be a secret. */
export interface EnvFileMistake {
  readonly line: number;
  readonly message: string;
}

/**
 * Reads an env file as `docker run --env-file` does: everything after the first `=` is the value, quotes and
 * spaces included; lines that begin with `#` and empty ones count for nothing.
 * Source: docker/cli pkg/kvfile/kvfile.go.
 */
export function parseEnvFile(text: string): {
  readonly entries: readonly EnvFileEntry[];
  readonly mistakes: readonly EnvFileMistake[];
} {
  const entries: EnvFileEntry[] = [];
  const mistakes: EnvFileMistake[] = [];
  for (const [index, whole] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const line = index + 1;
    const written = whole.replace(/\r$/, "").trimStart();
    if (written === "" || written.startsWith("#")) continue;
    const equals = written.indexOf("=");
    const name = equals < 0 ? written : written.slice(0, equals);
    if (name === "") mistakes.push({ line, message: "has no name before the =" });
    else if (/\s/.test(name)) mistakes.push({ line, message: "has a space in the name" });
    else entries.push({ line, name, value: equals < 0 ? undefined : written.slice(equals + 1) });
  }
  return { entries, mistakes };
}
