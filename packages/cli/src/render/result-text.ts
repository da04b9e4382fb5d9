import type { ApplyResult, Target } from "@hashike/core";
import { nothingToDo } from "./plan-text.ts";
import { count, listTargets } from "./words/target-words.ts";

/** What an apply did, in a sentence or two on one line. Ends with a line end. */
export function resultText(result: ApplyResult): string {
  const done = [
    sentence(
      "Pulled",
      result.created.filter((t) => isImage(t) && !isLoaded(t)),
    ),
    sentence("Loaded", result.created.filter(isLoaded)),
    sentence(
      "Created",
      result.created.filter((t) => !isImage(t)),
    ),
    sentence("Replaced", result.replaced),
    sentence("Updated", result.updated),
    sentence("Removed", result.removed),
  ].filter((s) => s !== undefined);
  const troubled = result.failed.length + result.skipped.length > 0;
  if (done.length === 0) return troubled ? "Nothing was completed.\n" : `There was ${nothingToDo}.\n`;
  const alone = result.unchanged.length;
  return `${[...done, ...(alone === 0 ? [] : [`Left ${count(alone, "thing")} alone.`])].join(" ")}\n`;
}

function isImage({ kind }: Target): boolean {
  return kind === "image";
}

/** What has a scheme comes from an archive, not from a registry. */
function isLoaded(target: Target): boolean {
  return isImage(target) && target.name.includes("://");
}

/** For a script that reads the last line: how it ended, when it did not end well. */
export function troubleText(result: ApplyResult): string | undefined {
  const { failed, skipped } = result;
  if (result.status === "aborted")
    return `stopped before the end: ${count(skipped.length, "action")} left out`;
  if (result.status === "done") return undefined;
  const left = skipped.length === 0 ? "" : `, ${skipped.length} left out because of it`;
  return `${count(failed.length, "action")} failed${left}`;
}

function sentence(verb: string, targets: readonly Target[]): string | undefined {
  return targets.length === 0 ? undefined : `${verb} ${listTargets(targets)}.`;
}
