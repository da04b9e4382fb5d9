import type { Progress } from "@hashike/core";
import { drawFrame, showCursor } from "../render/reporters/live-region.ts";
import { noProgress, reduceProgress } from "../render/reporters/progress-state.ts";
import { liveLines } from "../render/reporters/progress-text.ts";
import type { ActionWords } from "../render/words/action-words.ts";
import type { Context } from "./context.ts";
import { sizeOf } from "./streams.ts";

const frameMs = 100;

/**
 * Shows one long task while it runs, as apply shows its actions: over and over at the bottom of a terminal, elsewhere
 * with one line at its beginning. What became of it is the caller's to say.
 */
export async function runTask<T>(
  words: ActionWords,
  context: Context,
  { silent }: { readonly silent: boolean },
  work: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const { out, style, now, host, terminal, options } = context;
  if (silent || options.quiet) return work(() => {});
  if (!terminal) {
    out.write(`${words.doing}\n`);
    return work(() => {});
  }
  const target = { kind: "image", name: words.doing } as const;
  const base = { actionId: "task", actionType: "image.pull", target } as const;
  const reducing = () => ({ nowMs: now(), wordsOf: () => words });
  let { state } = reduceProgress(noProgress, { type: "action.started", ...base }, reducing());
  let rows = 0;
  const draw = () => {
    const columns = Math.max(20, sizeOf(out.stream).columns - 1);
    const live = liveLines(state, { style, nowMs: now(), columns, rows: 1 });
    out.write(drawFrame({ previousRows: rows, settled: [], live }));
    rows = live.length;
  };
  const close = () => {
    state = noProgress;
    draw();
    out.write(showCursor);
  };
  const timer = setInterval(draw, frameMs);
  host.on("exit", close);
  try {
    return await work((progress) => {
      ({ state } = reduceProgress(state, { type: "action.progress", ...base, progress }, reducing()));
    });
  } finally {
    clearInterval(timer);
    host.off("exit", close);
    close();
  }
}
