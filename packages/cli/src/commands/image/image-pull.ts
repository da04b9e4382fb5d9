import { withoutCredentials } from "@hashike/core";
import { type RawOptions, text } from "../../args/options.ts";
import { openStores, withImages } from "../../input/stores.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { stoppable } from "../../process/stoppable.ts";
import { runTask } from "../../process/task.ts";
import { plainLine } from "../../render/plain-text.ts";
import { shortDigests } from "../../render/words/image-words.ts";

/** `hashike image pull REFERENCE [NAME]`: brings an image of a store onto the engine. */
export async function imagePull(
  [reference = "", name]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const json = text(raw, "output") === "json";
  const stores = await openStores(context);
  const shown = plainLine(withoutCredentials(reference));
  const words = { doing: `pulling ${shown}`, done: `pulled ${shown}`, toDo: `pull ${shown}` };
  const pulled = await runTask(words, context, { silent: json }, (onProgress) =>
    withImages(context, (images) =>
      stoppable(context, () => stores.pull(reference, name, images, { signal: context.signal, onProgress })),
    ),
  );
  return {
    exitCode: exitCode.done,
    data: { reference, ...pulled },
    text: () => `Pulled ${shown} as ${plainLine(pulled.name)} (${shortDigests(pulled.imageId)})\n`,
    format: json ? "json" : "text",
  };
}
