import { withoutCredentials } from "@hashike/core";
import { type RawOptions, text } from "../../args/options.ts";
import { openStores, withImages } from "../../input/stores.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { stoppable } from "../../process/stoppable.ts";
import { runTask } from "../../process/task.ts";
import { formatBytes } from "../../render/layout/units.ts";
import { plainLine } from "../../render/plain-text.ts";
import { shortDigests } from "../../render/words/image-words.ts";

/** `hashike image push NAME REFERENCE`: uploads what a store lacks of an engine's image. */
export async function imagePush(
  [name = "", reference = ""]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const json = text(raw, "output") === "json";
  const stores = await openStores(context);
  const shown = plainLine(withoutCredentials(reference));
  const subject = `${plainLine(name)} to ${shown}`;
  const words = { doing: `pushing ${subject}`, done: `pushed ${subject}`, toDo: `push ${subject}` };
  const result = await runTask(words, context, { silent: json }, (onProgress) =>
    withImages(context, (images) =>
      stoppable(context, () => stores.push(name, reference, images, { signal: context.signal, onProgress })),
    ),
  );
  const { layers, uploadedLayers, uploadedBytes, totalBytes, digest, isUnchanged } = result;
  const nothing = isUnchanged && uploadedBytes === 0;
  return {
    exitCode: exitCode.done,
    data: { reference, ...result },
    text: () =>
      nothing
        ? `${shown} is up to date: nothing to push (${shortDigests(digest)})\n`
        : `Pushed ${shown}: ${uploadedLayers} of ${layers} ${layers === 1 ? "layer" : "layers"}, ${formatBytes(uploadedBytes)} of ${formatBytes(totalBytes)} (${shortDigests(digest)})\n`,
    format: json ? "json" : "text",
  };
}
