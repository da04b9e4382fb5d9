import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { usageError } from "../args/usage-error.ts";
import type { Context } from "../process/context.ts";

const defaultIdentity = "/etc/hashike/identity";

/** The absolute path of the file with the keys that decrypt. */
export function identityPath({ cwd, options }: Context): string {
  return resolve(cwd, options.identity ?? defaultIdentity);
}

/**
 * The identities of a file as age has them: one a line; empty lines and those that begin with `#` are for people.
 * @throws HashikeError `USAGE`; what the file says is never shown
 */
export async function readIdentities(path: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw usageError(
      code === "ENOENT" ? `there is no identity ${path}` : `the identity ${path} cannot be read: ${code}`,
      "name the file with --identity, or make a new one with `hashike secret keygen`",
    );
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const identities = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const wrong = lines.findIndex((line) => identities.includes(line) && !line.startsWith("AGE-SECRET-KEY-"));
  if (wrong >= 0) {
    throw usageError(`line ${wrong + 1} of ${path} is no identity of age`, "it begins with AGE-SECRET-KEY-1");
  }
  if (identities.length === 0) throw usageError(`there is no identity in ${path}`);
  return identities;
}
