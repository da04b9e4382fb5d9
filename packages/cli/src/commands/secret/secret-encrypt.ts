import { type RawOptions, texts } from "../../args/options.ts";
import { usageError } from "../../args/usage-error.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { identityPath, readIdentities } from "../../secret/identity-file.ts";
import { readGiven } from "../../secret/read-given.ts";

/** `hashike secret encrypt [FILE]`: prints a text as only its recipients can read it. */
export async function secretEncrypt(
  [file]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const { encrypt, recipientsOf } = await import("../../secret/age.ts");
  const given = texts(raw, "recipient");
  const recipients =
    given.length > 0 ? given : await recipientsOf(await readIdentities(identityPath(context)));
  const clear = await readGiven(file, context);
  try {
    const encrypted = await encrypt(clear, recipients);
    return { exitCode: exitCode.done, text: () => encrypted };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError(
      `cannot encrypt for ${recipients.join(", ")}: ${reason}`,
      "a recipient begins with age1; `hashike secret keygen` prints it",
    );
  }
}
