import type { ApplyResult, SkippedAction, SkipReason, Target } from "@hashike/core";
import { engineGoneHint, engineGoneWords, isEngineGone } from "./engine-gone.ts";
import { errorText } from "./error-text.ts";
import type { Style } from "./layout/style.ts";
import { plainLine } from "./plain-text.ts";
import { troubleText } from "./result-text.ts";
import type { ActionWords } from "./words/action-words.ts";
import { failureWords } from "./words/failure-words.ts";
import { joinWords, listTargets, targetWords } from "./words/target-words.ts";

/** @param wordsOf how an action of the plan is called, by its id */
export interface FailureTextOptions {
  readonly style: Style;
  readonly wordsOf: (actionId: string) => ActionWords;
}

/** What did not work, what was left out because of it, and what was put back. Empty when all went well. */
export function failureText(result: ApplyResult, { style, wordsOf }: FailureTextOptions): string {
  const trouble = troubleText(result);
  if (trouble === undefined) return "";
  const own = result.failed.filter(({ error }) => !isEngineGone(error));
  const failed = [
    ...own.map(({ actionId, target, error }) =>
      errorText(
        { ...error, message: failureWords(error.message, wordsOf(actionId).toDo, target) },
        { style },
      ),
    ),
    ...engineGoneText(result, { style, wordsOf }),
  ];
  const skipped = skippedLines(result, wordsOf).map((line) => `${style.warning("left out:")} ${line}\n`);
  const undone = undoneLines(result, style).map((line) => `${line}\n`);
  return [...failed, ...skipped, ...undone, `${style.bad(trouble)}\n`].join("");
}

/** One error for all that was under way when the engine went away. */
function engineGoneText({ failed }: ApplyResult, { style, wordsOf }: FailureTextOptions): readonly string[] {
  const cut = failed.filter(({ error }) => isEngineGone(error));
  const [first] = cut;
  if (first === undefined) return [];
  const error = { ...first.error, message: engineGoneWords(first.error), hint: engineGoneHint };
  const told = cut.slice(0, mostCut).map(({ actionId }) => wordsOf(actionId).toDo);
  const more = cut.length > mostCut ? [`${cut.length - mostCut} more`] : [];
  return [
    errorText(error, { style }),
    `${style.warning("not finished:")} ${joinWords([...told, ...more])}\n`,
  ];
}

const mostCut = 3;

/**
 * One line for each reason: a failure deep down can keep a long list waiting. The other steps of what failed itself
 * would only hide what else was left out.
 */
function skippedLines(result: ApplyResult, wordsOf: FailureTextOptions["wordsOf"]): readonly string[] {
  const byReason = new Map<string, SkippedAction[]>();
  const failed = new Set(result.failed.map(({ target }) => targetWords(target)));
  const cut = new Set(result.failed.filter(({ error }) => isEngineGone(error)).map((f) => f.actionId));
  for (const one of result.skipped) {
    if (wordsOf(one.actionId).isMinor === true) continue;
    if (one.because.kind === "failed" && failed.has(targetWords(one.target))) continue;
    // Without an engine nothing is possible; that is no news.
    if (one.because.kind === "failed" && cut.has(one.because.actionId)) continue;
    const reason = reasonWords(one.because, wordsOf);
    byReason.set(reason, [...(byReason.get(reason) ?? []), one]);
  }
  return [...byReason].map(([reason, skipped]) => `${joinWords(skippedWords(skipped, wordsOf))} (${reason})`);
}

/** Of a long list about one thing, only how long it is. */
function skippedWords(
  skipped: readonly SkippedAction[],
  wordsOf: FailureTextOptions["wordsOf"],
): readonly string[] {
  const byTarget = new Map<string, SkippedAction[]>();
  for (const one of skipped) {
    const target = targetWords(one.target);
    byTarget.set(target, [...(byTarget.get(target) ?? []), one]);
  }
  return [...byTarget].flatMap(([target, actions]) =>
    actions.length > mostTold
      ? [`${actions.length} steps for ${target}`]
      : actions.map(({ actionId }) => wordsOf(actionId).toDo),
  );
}

const mostTold = 3;

function reasonWords(because: SkipReason, wordsOf: FailureTextOptions["wordsOf"]): string {
  return because.kind === "aborted" ? "stopped" : `because of: ${wordsOf(because.actionId).toDo}`;
}

function undoneLines(result: ApplyResult, style: Style): readonly string[] {
  const worked = new Set<string>();
  const lines: string[] = [];
  const outOfReach = new Map<string, Target>();
  for (const { target, error } of result.undone) {
    const words = targetWords(target);
    if (error === undefined) worked.add(words);
    else if (isEngineGone(error)) outOfReach.set(words, target);
    else lines.push(`${style.bad("not put back:")} ${words}: ${plainLine(error.message)} [${error.code}]`);
  }
  for (const words of outOfReach.keys()) worked.delete(words);
  if (outOfReach.size > 0)
    lines.push(`${style.bad("not put back:")} ${listTargets([...outOfReach.values()])}`);
  for (const line of lines) for (const words of worked) if (line.includes(` ${words}:`)) worked.delete(words);
  return worked.size === 0 ? lines : [`put back: ${joinWords([...worked])}`, ...lines];
}
