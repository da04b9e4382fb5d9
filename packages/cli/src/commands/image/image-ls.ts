import { type RawOptions, text } from "../../args/options.ts";
import { openStores } from "../../input/stores.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { stoppable } from "../../process/stoppable.ts";
import { tableText } from "../../render/layout/table-text.ts";
import { formatAge, formatBytes } from "../../render/layout/units.ts";
import { plainLine } from "../../render/plain-text.ts";
import { shortDigests } from "../../render/words/image-words.ts";

/** `hashike image ls STORE`: lists the tags of a store. */
export async function imageLs(
  [store = ""]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const { signal, log } = context;
  const stores = await openStores(context);
  const onUnreadable = (address: string, reason: string) =>
    log.notice({ message: plainLine(`${address} ${reason}: left out`) });
  const images = await stoppable(context, () => stores.list(store, { signal, onUnreadable }));
  const rows = images.map(({ name, tag, digest, sizeBytes, pushedAtMs }) => [
    name,
    tag ?? "",
    shortDigests(digest),
    sizeBytes === undefined ? "" : formatBytes(sizeBytes),
    `${formatAge((context.now() - pushedAtMs) / 1000)} ago`,
  ]);
  return {
    exitCode: exitCode.done,
    data: images.map(({ pushedAtMs, ...image }) => ({
      ...image,
      pushedAt: new Date(pushedAtMs).toISOString(),
    })),
    text: () =>
      rows.length === 0
        ? `No images in ${plainLine(store)}.\n`
        : tableText(["NAME", "TAG", "DIGEST", "SIZE", "PUSHED"], rows),
    format: text(raw, "output") === "json" ? "json" : "text",
  };
}
