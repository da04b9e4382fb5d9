import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type RawOptions, text } from "../../args/options.ts";
import { usageError } from "../../args/usage-error.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { identityPath } from "../../secret/identity-file.ts";

/** `hashike secret keygen`: makes an identity, and tells its recipient. Never writes over another one. */
export async function secretKeygen(
  _args: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const path = identityPath(context);
  const { generateKeyPair } = await import("../../secret/age.ts");
  const { identity, recipient } = await generateKeyPair();
  await writeNew(path, `# Decrypts what is encrypted for the recipient ${recipient}\n${identity}\n`);
  return {
    exitCode: exitCode.done,
    data: { identity: path, recipient },
    text: () =>
      `Wrote ${path}. Keep it secret, and keep a copy: nothing else decrypts.\nRecipient: ${recipient}\n`,
    format: text(raw, "output") === "json" ? "json" : "text",
  };
}

async function writeNew(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (code === "EEXIST") {
      throw usageError(
        `${path} is there already`,
        "keep it, as nothing else decrypts what was encrypted for it; name another file with --identity",
      );
    }
    throw usageError(`cannot write ${path}: ${code}`, "run it as root, or name another file with --identity");
  }
}
