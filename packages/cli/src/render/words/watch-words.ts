import type { WatchCause, WatchEvent } from "@hashike/core";
import { ownerKey } from "@hashike/core";
import { formatDuration } from "../layout/units.ts";
import { plainLine } from "../plain-text.ts";
import { troubleWords } from "../trouble-text.ts";
import { joinWords } from "./target-words.ts";

/** What is worth a line of a log; nothing for what happens all the time, and for what has words of its own. */
export function watchWords(event: WatchEvent): string | undefined {
  switch (event.type) {
    case "watch.started":
      return `watching; reading every ${formatDuration(event.intervalSeconds * 1000)}`;
    case "watch.stopped":
      return "stopped watching; the containers run on";
    case "source.changed":
      return `read ${joinWords(event.owners.map(ownerKey))}`;
    case "plan.heldBack":
      return event.heldBack.length === 0
        ? "nothing is held back any more"
        : event.heldBack
            .map(({ target, failed, untilSeconds }) =>
              plainLine(
                `held back until ${new Date(untilSeconds * 1000).toISOString()}: ${target.kind} ${target.name} (${failed.reason})`,
              ),
            )
            .join("\n");
    case "plan.troubled":
      return event.troubled.length === 0
        ? "all containers work again"
        : event.troubled.map((trouble) => `not working: ${plainLine(troubleWords(trouble))}`).join("\n");
    case "lock.waiting":
      return `waiting for ${plainLine(event.holder.description)}, who applies for the same owner`;
    case "liveness.failed":
      return `${event.probe} probe of container ${event.container} failed: ${plainLine(event.reason)}${waitWords(event)}`;
    case "liveness.restartDropped":
      return `container ${event.container} is not restarted now: ${droppedWords[event.because]}`;
    case "liveness.restarted":
      return `restarted container ${event.container}`;
    case "liveness.unknown":
      return `the probes of container ${event.container} cannot be asked from here: ${plainLine(event.reason)}`;
    case "engine.back":
      return "the engine is back";
    default:
      return undefined;
  }
}

const droppedWords = {
  recovered: "its probe succeeds again",
  beganAnew: "it began anew",
  apply: "an apply is at work",
} as const;

function waitWords({
  restarts,
  restartInSeconds,
}: Extract<WatchEvent, { readonly type: "liveness.failed" }>): string {
  if (restartInSeconds === 0) return "";
  const times = restarts === 1 ? "once" : `${restarts} times`;
  return `; restarted ${times} already, again in ${formatDuration(restartInSeconds * 1000)}`;
}

/** Why a cycle has something to do: `container web: die`. */
export function causeWords(because: readonly WatchCause[]): string {
  return joinWords(because.map(oneCause));
}

function oneCause(cause: WatchCause): string {
  switch (cause.kind) {
    case "sourceChanged":
      return "the manifests changed";
    case "engineEvent": {
      const what =
        cause.container === undefined ? cause.action : `container ${cause.container}: ${cause.action}`;
      return plainLine(cause.further === 0 ? what : `${what}, and ${cause.further} more`);
    }
    case "engineBack":
      return "the engine is back";
    case "afterApply":
      return "something was left to do";
    case "retry":
      return "trying again";
    case "heldBackUntil":
      return "trying again what was held back";
    case "troubled":
      return "looking again at what did not work";
    case "scheduled":
      return "found by looking";
  }
}
