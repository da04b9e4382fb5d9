import {
  apply,
  type Driver,
  emptyDesiredState,
  type ObservedState,
  ownersOfImages,
  type Plan,
  planImagePrune,
} from "@hashike/core";
import { flag, number, type RawOptions, text } from "../../args/options.ts";
import { observe } from "../../engine/observe.ts";
import { withDriver } from "../../engine/with-driver.ts";
import { readLockTimeout, withLock } from "../../engine/with-lock.ts";
import type { Context } from "../../process/context.ts";
import { exitCode } from "../../process/exit-codes.ts";
import type { Outcome } from "../../process/outcome.ts";
import { stoppable } from "../../process/stoppable.ts";
import { formatBytes } from "../../render/layout/units.ts";
import { plainLine } from "../../render/plain-text.ts";
import { count } from "../../render/words/target-words.ts";

/** An image that went, or would. */
interface Pruned {
  readonly name: string;
  readonly imageId: string;
  /** Layers included that it shares with others. */
  readonly sizeBytes: number;
}

/** `hashike image prune`: removes the images that Hashike brought and nobody needs. */
export async function imagePrune(
  _words: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const dryRun = flag(raw, "dryRun");
  const waitSeconds = readLockTimeout(raw);
  const look = (driver: Driver) => stoppable(context, () => observe(driver, emptyDesiredState([]), context));
  const planFor = (observed: ObservedState) => planImagePrune(observed, number(raw, "imageRetention"));
  return withDriver(context, async (driver) => {
    const observed = await look(driver);
    const first = planFor(observed);
    if (dryRun || first.actions.length === 0) return told(prunedBy(first), observed, { dryRun, raw });
    // What an apply has just brought is in no container yet, and looks as if nobody needs it.
    return withLock(driver, ownersOfImages(observed), waitSeconds, context, async ({ signal }) => {
      const now = await look(driver);
      const plan = planFor(now);
      const stayed = new Set<string | undefined>();
      const { failed, skipped } = await apply(plan, driver, {
        signal,
        onEvent: (event) => {
          if (event.type !== "notice") return;
          stayed.add(event.actionId);
          context.log.notice(event);
        },
      });
      for (const { actionId } of [...failed, ...skipped]) stayed.add(actionId);
      for (const { error } of failed) context.log.notice({ message: error.message });
      const outcome = told(prunedBy(plan, stayed), now, { dryRun, raw });
      return failed.length + skipped.length === 0 ? outcome : { ...outcome, exitCode: exitCode.failed };
    });
  });
}

/** @param stayed ids of actions that removed nothing */
function prunedBy({ actions, changes }: Plan, stayed: ReadonlySet<string | undefined> = new Set()): Pruned[] {
  return actions.flatMap((action) => {
    if (action.type !== "image.remove" || stayed.has(action.id)) return [];
    const sizeBytes = changes.find(({ actionIds }) => actionIds.includes(action.id))?.frees ?? 0;
    return [{ name: action.target.name, imageId: action.imageId, sizeBytes }];
  });
}

function told(
  pruned: readonly Pruned[],
  { broughtImages = [] }: ObservedState,
  { dryRun, raw }: { readonly dryRun: boolean; readonly raw: RawOptions },
): Outcome {
  const gone = new Set(pruned.map(({ imageId }) => imageId));
  const kept = broughtImages.filter(({ id }) => !gone.has(id));
  const keptBytes = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  const bytes = pruned.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const verb = dryRun ? "would remove" : "removed";
  return {
    exitCode: exitCode.done,
    data: { dryRun, images: pruned, kept: { images: kept.length, sizeBytes: keptBytes } },
    text: () =>
      [
        ...pruned.map(({ name, sizeBytes }) => plainLine(`${verb} image ${name}, ${formatBytes(sizeBytes)}`)),
        pruned.length === 0
          ? "Nothing to remove."
          : `${dryRun ? "Would free" : "Freed"} up to ${formatBytes(bytes)}.`,
        `Hashike keeps ${count(kept.length, "image")} that it brought, ${formatBytes(keptBytes)}.`,
        "",
      ].join("\n"),
    format: text(raw, "output") === "json" ? "json" : "text",
  };
}
