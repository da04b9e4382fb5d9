import {
  type ActionType,
  type ChangeLine,
  describeChanges,
  formatPlan,
  type Plan,
  summarizePlan,
} from "@hashike/core";
import { heldBackLines } from "./held-back-text.ts";
import type { Style } from "./layout/style.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { troubleLines } from "./trouble-text.ts";
import { count } from "./words/target-words.ts";

/** What every plan without a change says; scripts look for it. */
export const nothingToDo = "nothing to do";

export interface PlanTextOptions {
  readonly style: Style;
  /** Every action and what it waits for, below the changes. */
  readonly verbose?: boolean | undefined;
}

/** What a plan will do and why, change by change, with a line that sums it up. Ends with a line end. */
export function planText(plan: Plan, { style, verbose = false }: PlanTextOptions): string {
  const held = heldBackLines(plan.heldBack, style);
  const troubled = troubleLines(plan.troubled, style);
  const actions =
    verbose && plan.actions.length > 0 ? ["", style.bold("Actions:"), ...actionLines(plan, style)] : [];
  if (isOnlyNotes(plan)) {
    const last = held.length === 0 ? nothingToDoLine(plan) : "Nothing else is to be done.";
    return `${[...held, ...troubled, last, ...actions].join("\n")}\n`;
  }
  const changes = describeChanges(plan).flatMap((change) => changeLines(change, style));
  return [...changes, ...held, ...troubled, ...actions, "", summaryLine(plan, style), ""].join("\n");
}

const noteTypes: ReadonlySet<ActionType> = new Set(["revision.note", "record.note", "object.note"]);

/** Whether nothing changes: at most something is noted on the engine, or forgotten. */
export function isOnlyNotes({ changes, actions }: Plan): boolean {
  return changes.length === 0 && actions.every(({ type }) => noteTypes.has(type));
}

/** `Plan: 2 to create, 1 to replace, 0 to update, 0 to remove; 3 unchanged.` */
function summaryLine(plan: Plan, style: Style): string {
  const { create, replace, update, remove, unchanged } = summarizePlan(plan);
  const part = (number: number, words: string, colour: (text: string) => string) =>
    number === 0 ? `0 ${words}` : colour(`${number} ${words}`);
  const parts = [
    part(create, "to create", style.added),
    part(replace, "to replace", style.changed),
    part(update, "to update", style.changed),
    part(remove, "to remove", style.removed),
  ];
  return `${style.bold("Plan:")} ${parts.join(", ")}; ${unchanged} unchanged.`;
}

function nothingToDoLine(plan: Plan): string {
  const { unchanged } = summarizePlan(plan);
  if (plan.troubled.length > 0)
    return `There is ${nothingToDo}, but ${count(plan.troubled.length, "container")} ${plan.troubled.length === 1 ? "does" : "do"} not work.`;
  if (unchanged === 0) return `There is ${nothingToDo}.`;
  return `There is ${nothingToDo}: ${unchanged === 1 ? "the one thing wanted is" : `all ${count(unchanged, "thing")} are`} as wanted.`;
}

const symbolWidth = 3;

function changeLines(change: ChangeLine, style: Style): readonly string[] {
  const colour = colourOf(change.symbol, style);
  const symbol = colour(change.symbol.padStart(symbolWidth));
  const indent = " ".repeat(symbolWidth + 3);
  return [
    `${symbol} ${style.bold(plainLine(change.title))}`,
    ...change.details.map((detail) => `${indent}${plainLine(detail)}`),
  ];
}

function colourOf(symbol: ChangeLine["symbol"], style: Style): (text: string) => string {
  if (symbol === "+") return style.added;
  return symbol === "-" ? style.removed : style.changed;
}

function actionLines(plan: Plan, style: Style): readonly string[] {
  return plainText(formatPlan(plan))
    .trimEnd()
    .split("\n")
    .map((line) => style.dim(`  ${line}`));
}
