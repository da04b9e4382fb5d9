import type { ApplyResult, Driver, Plan } from "@hashike/core";
import { apply, errorToData } from "@hashike/core";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { errorText } from "../render/error-text.ts";
import { failureText } from "../render/failure-text.ts";
import type { Style } from "../render/layout/style.ts";
import { plainLine } from "../render/plain-text.ts";
import { planText } from "../render/plan-text.ts";
import { createReporter } from "../render/reporters/create-reporter.ts";
import { resultText } from "../render/result-text.ts";
import { troubleWords } from "../render/trouble-text.ts";
import { planWords } from "../render/words/plan-words.ts";
import type { HeldLock } from "./with-lock.ts";

export interface RunPlanOptions extends HeldLock {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly concurrency: number | undefined;
  /** Makes another plan, for when carrying out this one shows what could not be known before. */
  readonly planAgain?: (seen: ApplyResult["mountedFiles"]) => Promise<Plan>;
}

/** Shows a plan, carries it out, and says what became of it. */
export async function runPlan(
  plan: Plan,
  driver: Driver,
  context: Context,
  options: RunPlanOptions,
): Promise<Outcome> {
  const result = await carryOut(plan, driver, context, options);
  const tellOf = async (about: Plan, became: ApplyResult) =>
    outcomeOf(about, became, await logsOfTroubled(about, driver, options.signal), context, options);
  const { planAgain, signal } = options;
  if (planAgain === undefined || signal.aborted) return tellOf(plan, result);
  if (isEngineAtFault(result)) {
    const another = await planAgain(undefined);
    return tellOf(another, await carryOut(another, driver, context, options));
  }
  if (result.status !== "done" || result.mountedFiles === undefined) return tellOf(plan, result);
  const another = await planAgain(result.mountedFiles);
  if (!isAboutFiles(another)) return tellOf(plan, result);
  return tellOf(another, both(result, await carryOut(another, driver, context, options)));
}

function isAboutFiles({ changes }: Plan): boolean {
  return changes.some(({ cause }) => cause.kind === "config");
}

/** What became of two plans, the second of which goes on where the first one has ended well. */
function both(first: ApplyResult, last: ApplyResult): ApplyResult {
  return {
    ...last,
    created: [...first.created, ...last.created],
    replaced: [...first.replaced, ...last.replaced],
    updated: [...first.updated, ...last.updated],
    removed: [...first.removed, ...last.removed],
    unchanged: first.unchanged.filter((target) =>
      last.unchanged.some(({ kind, name }) => kind === target.kind && name === target.name),
    ),
  };
}

const lastLines = 5;

/** What those that do not work said last, a text each. */
async function logsOfTroubled(
  { troubled }: Plan,
  driver: Driver,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { id, target } of troubled) {
    const lines: string[] = [];
    const logs = driver.logs?.({ id, name: target.name }, { tail: lastLines, signal });
    try {
      for await (const { text } of logs ?? []) lines.push(`    ${plainLine(text)}\n`);
    } catch {
      // That it does not work is reported all the same.
    }
    texts.push(lines.join(""));
  }
  return texts;
}

/** The engine cannot do what the plan took for granted. It is noted there by now, and another plan knows of it. */
function isEngineAtFault({ failed }: ApplyResult): boolean {
  return failed.some(({ error }) => error.code === "DRIVER_CANNOT_PARK");
}

async function carryOut(
  plan: Plan,
  driver: Driver,
  context: Context,
  options: RunPlanOptions,
): Promise<ApplyResult> {
  for (const notice of plan.notices) context.log.notice(notice);
  const reporter = createReporter(context, options);
  const { signal, lost } = options;
  const onInterrupt = () =>
    reporter.say("stopping: what is under way is finished or put back; again to stop at once");
  const onLost = () => reporter.say("stopping: the lock is lost; what is under way is finished or put back");
  context.signal.addEventListener("abort", onInterrupt);
  lost?.addEventListener("abort", onLost);
  try {
    reporter.planned(plan);
    const { concurrency } = options;
    return await context.timings.measureAsync("apply", () =>
      apply(plan, driver, { onEvent: reporter.event, signal, concurrency }),
    );
  } finally {
    context.signal.removeEventListener("abort", onInterrupt);
    lost?.removeEventListener("abort", onLost);
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

function outcomeOf(
  plan: Plan,
  result: ApplyResult,
  logs: readonly string[],
  { timings }: Context,
  { json, lost }: RunPlanOptions,
): Outcome {
  const wordsOf = planWords(plan);
  const isHeldBack = plan.heldBack.length > 0;
  const { troubled } = plan;
  const troubles = (style: Style) =>
    troubled
      .map((one, index) => `${style.bad("error:")} ${troubleWords(one)}\n${logs[index] ?? ""}`)
      .join("");
  // Also when all was done: another one may have applied meanwhile.
  const lockLost = lost?.aborted === true ? errorToData(lost.reason) : undefined;
  const hasFailed = result.status !== "done" || lockLost !== undefined;
  return {
    exitCode:
      hasFailed || troubled.length > 0 ? exitCode.failed : isHeldBack ? exitCode.refused : exitCode.done,
    data: {
      ...result,
      ...(troubled.length === 0 ? {} : { troubled }),
      ...(lockLost === undefined ? {} : { error: lockLost }),
      timings: timings.data(),
    },
    // That a plan has no changes was said already.
    text: () => (plan.actions.length === 0 ? "" : `\n${resultText(result)}`),
    // All went well most of the time, and the words for trouble take a while to load.
    trouble: (style) =>
      troubles(style) +
      (hasFailed
        ? `${lockLost === undefined ? "" : errorText(lockLost, { style })}${failureText(result, { style, wordsOf })}`
        : ""),
    format: json ? "json-line" : "text",
  };
}
