import type { ApplyResult, Driver, Plan } from "@hashike/core";
import { apply } from "@hashike/core";
import type { Context } from "./context.ts";
import { createReporter } from "./create-reporter.ts";
import { exitCode } from "./exit-codes.ts";
import type { Outcome } from "./outcome.ts";
import { failureText } from "./render/failure-text.ts";
import { planText } from "./render/plan-text.ts";
import { planWords } from "./render/plan-words.ts";
import { resultText } from "./render/result-text.ts";

export interface RunPlanOptions {
  readonly signal: AbortSignal;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly concurrency: number | undefined;
}

/** Shows a plan, carries it out, and says what became of it. */
export async function runPlan(
  plan: Plan,
  driver: Driver,
  context: Context,
  options: RunPlanOptions,
): Promise<Outcome> {
  for (const notice of plan.notices) context.log.notice(notice);
  const reporter = createReporter(context, options);
  const { signal } = options;
  const onAbort = () =>
    reporter.say("stopping: what is under way is finished or put back; again to stop at once");
  signal.addEventListener("abort", onAbort);
  try {
    reporter.planned(plan);
    const { concurrency } = options;
    const result = await context.timings.measureAsync("apply", () =>
      apply(plan, driver, { onEvent: reporter.event, signal, concurrency }),
    );
    return outcomeOf(plan, result, context, options.json);
  } finally {
    signal.removeEventListener("abort", onAbort);
    reporter.close();
  }
}

/** What `--dry-run` says: the plan, and nothing is carried out. */
export function showPlan(
  plan: Plan,
  context: Context,
  options: { json: boolean; verbose: boolean },
): Outcome {
  for (const notice of plan.notices) context.log.notice(notice);
  return {
    exitCode: exitCode.done,
    data: { ...plan, timings: context.timings.data() },
    text: (style) => planText(plan, { style, verbose: options.verbose }),
    format: options.json ? "json" : "text",
  };
}

function outcomeOf(plan: Plan, result: ApplyResult, { timings }: Context, json: boolean): Outcome {
  const wordsOf = planWords(plan);
  const isHeldBack = plan.heldBack.length > 0;
  return {
    exitCode: result.status !== "done" ? exitCode.failed : isHeldBack ? exitCode.refused : exitCode.done,
    data: { ...result, timings: timings.data() },
    // A plan without changes was told as such already.
    text: () => (plan.actions.length === 0 ? "" : `\n${resultText(result)}`),
    // All went well most of the time, and the words for trouble take a while to load.
    trouble: (style) => (result.status === "done" ? "" : failureText(result, { style, wordsOf })),
    format: json ? "json-line" : "text",
  };
}
