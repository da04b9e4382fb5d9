import { describe, expect, it } from "vitest";
import { actionWords } from "./action-words.ts";
import type { RunningAction } from "./progress-state.ts";
import { finishedLine, finishedLogLine, liveLines } from "./progress-text.ts";
import { pullNginx, startWeb, plainStyle as style } from "./testing.ts";
import { textWidth } from "./text-width.ts";

const pulling: RunningAction = {
  id: pullNginx.id,
  words: actionWords(pullNginx),
  startedAtMs: 0,
  progress: { status: "downloading", currentBytes: 12_300_000, totalBytes: 45_600_000 },
  since: { atMs: 0, bytes: 0 },
};
const starting: RunningAction = { id: startWeb.id, words: actionWords(startWeb), startedAtMs: 3900 };
const options = { style, nowMs: 4100, columns: 100, rows: 10 };

describe("liveLines", () => {
  it("shows for each action how far it is, how fast, and for how long", () => {
    expect(liveLines({ running: [pulling, starting] }, options)).toEqual([
      "⠙ pulling image nginx:alpine-slim  downloading  12.3 MB / 45.6 MB  3.0 MB/s  4.1s",
      "⠹ starting container web  0.2s",
    ]);
  });

  it.each([70, 60, 45, 30, 20])(
    "gives up what matters less on %i columns, and never fills more",
    (columns) => {
      const [line = ""] = liveLines({ running: [pulling] }, { ...options, columns });
      expect(textWidth(line)).toBeLessThanOrEqual(columns);
      expect({ columns, line }).toMatchSnapshot();
    },
  );

  it("counts the columns of wide characters", () => {
    const words = { doing: "starting container 艀艀艀艀艀艀艀艀艀艀", done: "", toDo: "" };
    const [line = ""] = liveLines({ running: [{ ...starting, words }] }, { ...options, columns: 40 });
    expect(line).toBe("⠹ starting container 艀艀艀艀艀艀…  0.2s");
    expect(textWidth(line)).toBeLessThanOrEqual(40);
  });

  it("says how many there is no room for", () => {
    const running = Array.from({ length: 5 }, () => starting);
    expect(liveLines({ running }, { ...options, rows: 3 })).toEqual([
      "⠹ starting container web  0.2s",
      "⠹ starting container web  0.2s",
      "  … and 3 more",
    ]);
  });
});

describe("finishedLine", () => {
  it("marks what became of it", () => {
    const line = { outcome: "done", text: "pulled image nginx", tookMs: 3400, bytes: 12_300_000 } as const;
    expect(finishedLine(line, { style, columns: 80 })).toBe("✓ pulled image nginx  12.3 MB  3.4s");
    expect(finishedLine({ ...line, outcome: "failed" }, { style, columns: 80 })).toMatch(/^✗ /);
  });

  it("stays on one line, whatever a daemon says", () => {
    const line = { outcome: "failed", text: "cannot pull:\nno\rsuch \u001b[2Jimage" } as const;
    expect(finishedLine(line, { style, columns: 80 })).toBe("✗ cannot pull: nosuch image");
  });
});

describe("finishedLogLine", () => {
  it("says it in words, and leaves out what took no time", () => {
    expect(finishedLogLine({ outcome: "done", text: "created network hashike", tookMs: 12 })).toBe(
      "created network hashike",
    );
    expect(finishedLogLine({ outcome: "failed", text: "cannot start container web: no", tookMs: 340 })).toBe(
      "failed: cannot start container web: no (0.3s)",
    );
    expect(finishedLogLine({ outcome: "notice", text: "slow" })).toBe("notice: slow");
  });
});
