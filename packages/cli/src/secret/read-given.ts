import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { decodeText } from "@hashike/core";
import { usageError } from "../args/usage-error.ts";
import { stdinAddress } from "../input/load-manifests.ts";
import { readStdin } from "../input/read-stdin.ts";
import type { Context } from "../process/context.ts";

/**
 * The text that a command is given: a file's, or that of standard input.
 * @throws HashikeError `USAGE` for what cannot be read or is no text
 */
export async function readGiven(file: string | undefined, { cwd, stdin, signal }: Context): Promise<string> {
  if (file === undefined || file === stdinAddress) return readStdin(stdin(), signal);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(cwd, file));
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw usageError(`cannot read ${file}: ${reason}`, "name a file that this user may read");
  }
  const text = decodeText(bytes);
  if (text === undefined) throw usageError(`${file}: not a UTF-8 text`, "encode it, as with base64");
  return text;
}
