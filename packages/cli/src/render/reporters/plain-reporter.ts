import type { Plan } from "@hashike/core";
import type { Style } from "../layout/style.ts";
import { planText } from "../plan-text.ts";
import { planWords } from "../words/plan-words.ts";
import { noProgress, reduceProgress } from "./progress-state.ts";
import { finishedLogLine } from "./progress-text.ts";
import type { Reporter } from "./reporter.ts";

export interface PlainReporterOptions {
  readonly write: (text: string) => void;
  readonly style: Style;
  readonly verbose: boolean;
  readonly now: () => number;
}

/** Actions that can take long: whoever reads the log should see what is being waited for. */
const announced = new Set(["image.pull", "container.wait"]);

/** Whole lines, one after the other: for pipes, files and journals. */
export function createPlainReporter({ write, style, verbose, now }: PlainReporterOptions): Reporter {
  let wordsOf: ReturnType<typeof planWords> | undefined;
  let state = noProgress;
  return {
    planned(plan: Plan) {
      wordsOf = planWords(plan);
      write(planText(plan, { style, verbose }));
    },
    event(event) {
      if (wordsOf === undefined) return;
      const step = reduceProgress(state, event, { nowMs: now(), wordsOf, verbose });
      state = step.state;
      if (event.type === "action.started" && announced.has(event.actionType)) {
        const { doing, isMinor } = wordsOf(event.actionId);
        if (verbose || isMinor !== true) write(`${doing}\n`);
      }
      for (const line of step.lines) write(`${finishedLogLine(line)}\n`);
    },
    say: (line) => write(`${line}\n`),
    close() {},
  };
}
