import { flag, type RawOptions, text } from "../../args/options.ts";
import { readDuration } from "../../args/read-duration.ts";
import { usageError } from "../../args/usage-error.ts";
import { openStores } from "../../input/stores.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { formatBytes } from "../../render/layout/units.ts";
import { plainLine } from "../../render/plain-text.ts";

const defaultGrace = "24h";

/** `hashike image gc STORE`: removes what no tag needs. */
export async function imageGc(
  [store = ""]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const { signal, now } = context;
  const dryRun = flag(raw, "dryRun");
  const grace = text(raw, "gracePeriod") ?? defaultGrace;
  const graceSeconds = readDuration(grace);
  if (graceSeconds === undefined) {
    throw usageError(`--grace-period: ${grace} is no duration`, "write 12h, 7d, or 0s");
  }
  const beforeMs = now() - graceSeconds * 1000;
  const stores = await openStores(context);
  const collected = await stores.collectGarbage(store, { signal, beforeMs, dryRun });
  const verb = dryRun ? "would remove" : "removed";
  // Whoever may write into the store has chosen these keys.
  const lines = collected.flatMap(({ address, blobs, unfinished }) => [
    ...blobs.map(({ digest, sizeBytes }) =>
      plainLine(`${verb} ${address} ${digest} (${formatBytes(sizeBytes)})`),
    ),
    ...unfinished.map((key) => plainLine(`${verb} ${address} ${key}: an upload that was never completed`)),
  ]);
  const bytes = collected.flatMap(({ blobs }) => blobs).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const tooNew = collected.reduce((sum, one) => sum + one.tooNew, 0);
  return {
    exitCode: exitCode.done,
    data: { dryRun, images: collected },
    text: () =>
      [
        ...lines,
        lines.length === 0
          ? "Nothing to remove."
          : `${dryRun ? "Would free" : "Freed"} ${formatBytes(bytes)}.`,
        ...(tooNew === 0 ? [] : [`${tooNew} more, younger than ${grace}, may go later.`]),
        "",
      ].join("\n"),
    format: text(raw, "output") === "json" ? "json" : "text",
  };
}
