import { decodeText } from "@hashike/core";
import type { RawOptions } from "../../args/options.ts";
import { usageError } from "../../args/usage-error.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { identityPath, readIdentities } from "../../secret/identity-file.ts";
import { readGiven } from "../../secret/read-given.ts";

/** `hashike secret decrypt [FILE]`: prints what was encrypted. */
export async function secretDecrypt(
  [file]: readonly string[],
  _raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const path = identityPath(context);
  const identities = await readIdentities(path);
  const given = await readGiven(file, context);
  const { decrypt } = await import("../../secret/age.ts");
  try {
    const clear = decodeText(await decrypt(given.replace(/^[ \t]+/gm, ""), identities));
    if (clear !== undefined) return { exitCode: exitCode.done, text: () => clear };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(
      `cannot decrypt it with ${path}: ${reason}`,
      "give the whole text, from -----BEGIN to -----END, and name its identity with --identity",
    );
  }
  throw usageError("what was encrypted is no text");
}
