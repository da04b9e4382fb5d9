import type { ApplyEvent, ErrorData, Plan, WatchEvent } from "@hashike/core";
import { errorText } from "../error-text.ts";
import { failureText } from "../failure-text.ts";
import type { Style } from "../layout/style.ts";
import { resultText } from "../result-text.ts";
import { planWords } from "../words/plan-words.ts";
import { causeWords, watchWords } from "../words/watch-words.ts";
import { createPlainReporter } from "./plain-reporter.ts";
import type { Reporter } from "./reporter.ts";

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

/** Lines for a log, each with its time. What fails in the same way again and again is reported once. */
export function createWatchReporter(options: WatchReporterOptions): (event: WatchEvent) => void {
  const { style, errStyle, texts, verbose, now } = options;
  const out = options.quiet ? () => {} : stamped(options.out, now);
  const err = stamped(options.err, now);
  const told = new Map<"source" | "cycle", string>();
  let because = "";
  // By the number of the repair; 0 is the apply of the cycle.
  const applying = new Map<number, { readonly plan: Plan; readonly reporter: Reporter }>();

  const tellOnce = (kind: "source" | "cycle", error: ErrorData) => {
    const text = errorText(error, { style: errStyle, texts });
    if (told.get(kind) !== text) err(text);
    told.set(kind, text);
  };

  const planned = (number: number, why: string, plan: Plan) => {
    out(`${why}\n`);
    const reporter = createPlainReporter({ write: out, style, verbose, now });
    applying.set(number, { plan, reporter });
    reporter.planned(plan);
  };

  const applied = (number: number, event: ApplyEvent) => {
    const one = applying.get(number);
    if (one === undefined) return;
    one.reporter.event(event);
    if (event.type !== "apply.finished") return;
    out(resultText(event.result));
    err(failureText(event.result, { style: errStyle, wordsOf: planWords(one.plan) }));
    applying.delete(number);
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
        return planned(0, because, event.plan);
      case "repair.planned":
        return planned(event.repair, causeWords([event.because]), event.plan);
      case "apply":
        return applied(0, event.event);
      case "repair.event":
        return applied(event.repair, event.event);
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
