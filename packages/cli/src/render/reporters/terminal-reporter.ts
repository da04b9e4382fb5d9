import type { Host } from "../../process/interrupt.ts";
import { type OutputStream, sizeOf } from "../../process/streams.ts";
import type { Style } from "../layout/style.ts";
import { planText } from "../plan-text.ts";
import { planWords } from "../words/plan-words.ts";
import { drawFrame, showCursor } from "./live-region.ts";
import { noProgress, type ProgressLine, reduceProgress } from "./progress-state.ts";
import { finishedLine, liveLines } from "./progress-text.ts";
import type { Reporter } from "./reporter.ts";

export interface TerminalReporterOptions {
  readonly write: (text: string) => void;
  readonly stream: Pick<OutputStream, "columns" | "rows">;
  readonly style: Style;
  readonly verbose: boolean;
  readonly now: () => number;
  /** Calls back again and again until the returned function is called. Default: every 100 ms. */
  readonly everyFrame?: (draw: () => void) => () => void;
  readonly host: Pick<Host, "on" | "off">;
}

const frameMs = 100;

/** Draws what is under way over and over at the bottom of a terminal; what is over scrolls up and stays. */
export function createTerminalReporter(options: TerminalReporterOptions): Reporter {
  const { write, stream, style, verbose, now, host, everyFrame = timer } = options;
  let wordsOf: ReturnType<typeof planWords> | undefined;
  let state = noProgress;
  let settled: string[] = [];
  let rows = 0;
  let stop: (() => void) | undefined;

  // The last column stays free: some terminals wrap a line that fills it.
  const columns = () => Math.max(20, sizeOf(stream).columns - 1);
  const settle = (line: ProgressLine) => settled.push(finishedLine(line, { style, columns: columns() }));

  function draw(): void {
    const room = Math.max(1, sizeOf(stream).rows - 2);
    const live = liveLines(state, { style, nowMs: now(), columns: columns(), rows: room });
    if (settled.length === 0 && live.length === 0 && rows === 0) return;
    write(drawFrame({ previousRows: rows, settled, live }));
    settled = [];
    rows = live.length;
  }

  function close(): void {
    if (stop === undefined) return;
    stop();
    stop = undefined;
    host.off("exit", close);
    state = noProgress;
    draw();
    write(showCursor);
  }

  return {
    planned(plan) {
      wordsOf = planWords(plan);
      write(`${planText(plan, { style, verbose })}${plan.actions.length === 0 ? "" : "\n"}`);
    },
    event(event) {
      if (wordsOf === undefined) return;
      if (event.type === "apply.started" && event.actionCount > 0) {
        host.on("exit", close);
        stop = everyFrame(draw);
      }
      const step = reduceProgress(state, event, { nowMs: now(), wordsOf, verbose });
      state = step.state;
      for (const line of step.lines) settle(line);
      if (event.type === "apply.finished") close();
    },
    say(line) {
      settled.push(line);
      draw();
    },
    close,
  };
}

function timer(draw: () => void): () => void {
  const handle = setInterval(draw, frameMs);
  return () => clearInterval(handle);
}
