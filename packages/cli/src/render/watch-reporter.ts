import type { ErrorData, Plan, WatchEvent } from "@hashike/core";
import { errorText } from "./error-text.ts";
import { failureText } from "./failure-text.ts";
import { createPlainReporter } from "./plain-reporter.ts";
import { planWords } from "./plan-words.ts";
import type { Reporter } from "./reporter.ts";
import { resultText } from "./result-text.ts";
import type { Style } from "./style.ts";
import { causeWords, watchWords } from "./watch-words.ts";

export interface WatchReporterOptions {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly style: Style;
  readonly errStyle: Style;
  readonly texts: ReadonlyMap<string, string> | undefined;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly now: () => number;
}

/** Lines for a log, each with its time. What fails in the same way again and again is told once. */
export function createWatchReporter(options: WatchReporterOptions): (event: WatchEvent) => void {
  const { style, errStyle, texts, verbose, now } = options;
  const out = options.quiet ? () => {} : stamped(options.out, now);
  const err = stamped(options.err, now);
  const told = new Map<"source" | "cycle", string>();
  let because = "";
  let applying: { readonly plan: Plan; readonly reporter: Reporter } | undefined;

  const tellOnce = (kind: "source" | "cycle", error: ErrorData) => {
    const text = errorText(error, { style: errStyle, texts });
    if (told.get(kind) !== text) err(text);
    told.set(kind, text);
  };

  return (event) => {
    switch (event.type) {
      case "source.failed":
        return tellOnce("source", event.error);
      case "source.changed":
      case "source.unchanged":
        if (told.delete("source")) out("the manifests can be read again\n");
        break;
      case "cycle.started":
        because = causeWords(event.because);
        break;
      case "cycle.failed":
        return tellOnce("cycle", event.error);
      case "cycle.finished":
        told.delete("cycle");
        break;
      case "engine.lost":
      case "liveness.restartFailed":
        return err(errorText(event.error, { style: errStyle }));
      case "cycle.planned":
        out(`${because}\n`);
        applying = {
          plan: event.plan,
          reporter: createPlainReporter({ write: out, style, verbose, now }),
        };
        return applying.reporter.planned(event.plan);
      case "apply":
        applying?.reporter.event(event.event);
        if (event.event.type !== "apply.finished" || applying === undefined) return;
        out(resultText(event.event.result));
        err(failureText(event.event.result, { style: errStyle, wordsOf: planWords(applying.plan) }));
        applying = undefined;
        return;
    }
    const words = watchWords(event);
    if (words !== undefined) out(`${words}\n`);
  };
}

/** One JSON event a line, with its time. */
export function createWatchJsonReporter(
  write: (text: string) => void,
  now: () => number,
): (event: WatchEvent) => void {
  return (event) => write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...event })}\n`);
}

/** Empty lines, which part paragraphs on a terminal, are left out of a log. */
function stamped(write: (text: string) => void, now: () => number): (text: string) => void {
  return (text) => {
    const time = new Date(now()).toISOString();
    for (const line of text.split("\n")) if (line.trim() !== "") write(`${time} ${line}\n`);
  };
}
