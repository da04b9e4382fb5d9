import type { Style } from "../layout/style.ts";
import { textWidth, truncate } from "../layout/text-width.ts";
import { formatBytes, formatDuration, formatTimeLeft } from "../layout/units.ts";
import { plainLine } from "../plain-text.ts";
import type { ProgressLine, ProgressState, RunningAction } from "./progress-state.ts";
import { transferRate } from "./transfer-rate.ts";

/** Marks for a terminal. A log has none: its lines say it in words. */
const marks: Readonly<Record<ProgressLine["outcome"], string>> = {
  done: "✓",
  failed: "✗",
  undone: "↩",
  notice: "!",
};
const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;
const spinnerMs = 100;
/** What took less is not told: `0.0s` on every line hides those that count. */
const worthTellingMs = 50;

/** A line that stays on a terminal: `✓ pulled image nginx:alpine-slim  12.3 MB  3.4s`. */
export function finishedLine(
  line: ProgressLine,
  { style, columns }: { style: Style; columns: number },
): string {
  const colour = { done: style.good, failed: style.bad, undone: style.warning, notice: style.warning }[
    line.outcome
  ];
  const facts = factsOf(line).join("  ");
  const text = fitBeside(plainLine(line.text), facts, columns - 2);
  return `${colour(marks[line.outcome])} ${text}${facts === "" ? "" : `  ${style.dim(facts)}`}`;
}

/** The same for a log or a pipe: `pulled image nginx:alpine-slim (12.3 MB, 3.4s)`. */
export function finishedLogLine(line: ProgressLine): string {
  const prefix = line.outcome === "notice" ? "notice: " : line.outcome === "failed" ? "failed: " : "";
  const facts = factsOf(line).join(", ");
  return `${prefix}${plainLine(line.text)}${facts === "" ? "" : ` (${facts})`}`;
}

export interface LiveLinesOptions {
  readonly style: Style;
  readonly nowMs: number;
  readonly columns: number;
  /** How many lines there is room for. */
  readonly rows: number;
}

/** One line for each action under way, none wider than the terminal; the last says how many there is no room for. */
export function liveLines(state: ProgressState, options: LiveLinesOptions): readonly string[] {
  const { running } = state;
  const rows = Math.max(1, options.rows);
  if (running.length <= rows) return running.map((action) => liveLine(action, options));
  const shown = running.slice(0, rows - 1);
  const more = truncate(`  … and ${running.length - shown.length} more`, options.columns);
  return [...shown.map((action) => liveLine(action, options)), options.style.dim(more)];
}

function liveLine(action: RunningAction, { style, nowMs, columns }: LiveLinesOptions): string {
  const elapsedMs = nowMs - action.startedAtMs;
  const mark = spinner[Math.floor(elapsedMs / spinnerMs) % spinner.length] ?? spinner[0];
  const { status, bytes, rate, left } = progressFacts(action, nowMs);
  const time = left ?? formatDuration(elapsedMs);
  const room = columns - 2;
  // On a narrow terminal how far it is matters most, then what it is.
  const { doing, doingBriefly = doing } = action.words;
  const most = [bytes, rate, time];
  const choices: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    [doing, [status, ...most]],
    [doing, most],
    [doingBriefly, [status, ...most]],
    [doingBriefly, most],
    [doingBriefly, [bytes, time]],
    [doingBriefly, [time]],
  ];
  const fits = choices.find(([text, facts]) => textWidth(text) + 2 + textWidth(joinFacts(facts)) <= room);
  const [text, facts] = fits ?? [doingBriefly, [time]];
  const joined = joinFacts(facts);
  return `${style.accent(mark)} ${fitBeside(text, joined, room)}  ${style.dim(joined)}`;
}

interface ProgressFacts {
  readonly status?: string;
  readonly bytes?: string;
  readonly rate?: string;
  readonly left?: string;
}

function progressFacts({ progress, rateWindow = [] }: RunningAction, nowMs: number): ProgressFacts {
  if (progress === undefined) return {};
  const { status: rawStatus, currentBytes, totalBytes } = progress;
  const status = plainLine(rawStatus);
  if (currentBytes === undefined) return { status };
  // Podman does not tell the size.
  const of = totalBytes === undefined || totalBytes < currentBytes ? "" : ` of ${formatBytes(totalBytes)}`;
  const speed = transferRate(rateWindow, progress, nowMs);
  return {
    status,
    bytes: `${formatBytes(currentBytes)}${of}`,
    ...(speed === undefined ? {} : { rate: `${formatBytes(speed.bytesPerSecond)}/s` }),
    ...(speed?.secondsLeft === undefined ? {} : { left: formatTimeLeft(speed.secondsLeft) }),
  };
}

function joinFacts(facts: readonly (string | undefined)[]): string {
  return facts.filter((fact) => fact !== undefined && fact !== "").join("  ");
}

function factsOf(line: ProgressLine): readonly string[] {
  return [
    ...(line.bytes === undefined ? [] : [formatBytes(line.bytes)]),
    ...(line.tookMs === undefined || line.tookMs < worthTellingMs ? [] : [formatDuration(line.tookMs)]),
  ];
}

/** Cuts a text so that it and the facts right of it fit; the facts are what changes, so they stay whole. */
function fitBeside(text: string, facts: string, columns: number): string {
  const room = columns - (facts === "" ? 0 : textWidth(facts) + 2);
  return truncate(text, Math.max(room, 8));
}
