import type { ApplyResult, SkippedAction, SkipReason } from "@hashike/core";
import type { ActionWords } from "./action-words.ts";
import { errorText } from "./error-text.ts";
import { failureWords } from "./failure-words.ts";
import { plainLine } from "./plain-text.ts";
import { troubleText } from "./result-text.ts";
import type { Style } from "./style.ts";
import { joinWords, targetWords } from "./target-words.ts";

/** @param wordsOf how an action of the plan is called, by its id */
export interface FailureTextOptions {
  readonly style: Style;
  readonly wordsOf: (actionId: string) => ActionWords;
}

/** What did not work, what was left out because of it, and what was put back. Empty when all went well. */
export function failureText(result: ApplyResult, { style, wordsOf }: FailureTextOptions): string {
  const trouble = troubleText(result);
  if (trouble === undefined) return "";
  const failed = result.failed.map(({ actionId, target, error }) =>
    errorText({ ...error, message: failureWords(error.message, wordsOf(actionId).toDo, target) }, { style }),
  );
  const skipped = skippedLines(result, wordsOf).map((line) => `${style.warning("left out:")} ${line}\n`);
  const undone = undoneLines(result, style).map((line) => `${line}\n`);
  return [...failed, ...skipped, ...undone, `${style.bad(trouble)}\n`].join("");
}

/**
 * One line for each reason: a failure deep down can keep a long list waiting. The other steps of what failed itself
 * would only hide what else was left out.
 */
function skippedLines(result: ApplyResult, wordsOf: FailureTextOptions["wordsOf"]): readonly string[] {
  const byReason = new Map<string, SkippedAction[]>();
  const failed = new Set(result.failed.map(({ target }) => targetWords(target)));
  for (const one of result.skipped) {
    if (wordsOf(one.actionId).isMinor === true) continue;
    if (one.because.kind === "failed" && failed.has(targetWords(one.target))) continue;
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
  for (const { target, error } of result.undone) {
    const words = targetWords(target);
    if (error === undefined) worked.add(words);
    else lines.push(`${style.bad("not put back:")} ${words}: ${plainLine(error.message)} [${error.code}]`);
  }
  for (const line of lines) for (const words of worked) if (line.includes(` ${words}:`)) worked.delete(words);
  return worked.size === 0 ? lines : [`put back: ${joinWords([...worked])}`, ...lines];
}
