import { type RawOptions, text } from "../../args/options.ts";
import { openStores } from "../../input/stores.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { plainLine } from "../../render/plain-text.ts";
import { shortDigests } from "../../render/words/image-words.ts";

/** `hashike image rm REFERENCE…`: removes tags. Each removed one is reported, also when a later one fails. */
export async function imageRm(
  references: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const json = text(raw, "output") === "json";
  const { signal, out, options } = context;
  const stores = await openStores(context);
  const removed: { readonly reference: string; readonly digest?: string }[] = [];
  for (const reference of references) {
    const digest = await stores.remove(reference, { signal });
    removed.push({ reference, ...(digest === undefined ? {} : { digest }) });
    const was = digest === undefined ? "" : ` (${shortDigests(digest)})`;
    if (!json && !options.quiet) out.write(`Removed tag ${plainLine(reference)}${was}\n`);
  }
  return {
    exitCode: exitCode.done,
    data: removed,
    text: () => "What no other tag needs goes with the next `hashike image gc`.\n",
    format: json ? "json" : "text",
  };
}
