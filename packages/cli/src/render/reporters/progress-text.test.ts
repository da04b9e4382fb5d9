import type { Action } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { textWidth } from "../layout/text-width.ts";
import { pullNginx, startWeb, plainStyle as style } from "../testing.ts";
import { actionWords } from "../words/action-words.ts";
import type { RunningAction } from "./progress-state.ts";
import { finishedLine, finishedLogLine, liveLines } from "./progress-text.ts";

const pulling: RunningAction = {
  id: pullNginx.id,
  words: actionWords(pullNginx),
  startedAtMs: 0,
  progress: { status: "downloading", currentBytes: 12_300_000, totalBytes: 45_600_000 },
  rateWindow: [
    { atMs: 0, bytes: 0 },
    { atMs: 4100, bytes: 12_300_000 },
  ],
};
const starting: RunningAction = { id: startWeb.id, words: actionWords(startWeb), startedAtMs: 3900 };
const options = { style, nowMs: 4100, columns: 100, rows: 10 };

describe("liveLines", () => {
  it("shows for each action how far it is, how fast, and how long it takes yet or has taken", () => {
    expect(liveLines({ running: [pulling, starting] }, options)).toEqual([
      "⠙ pulling image nginx:alpine-slim  downloading  12.3 MB of 45.6 MB  3.0 MB/s  12s left",
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

  it("names an image out of an archive by its end, so that there is room for how far it is", () => {
    const reference = "docker-archive+s3://my-docker-archives/builds/misc.images.tar.gz/app:latest";
    const words = actionWords({
      ...pullNginx,
      target: { kind: "image", name: reference },
      image: { reference, scheme: "docker-archive+s3", policy: "Always" },
    } as Action);
    const loading: RunningAction = {
      ...pulling,
      words,
      progress: { status: "downloading", currentBytes: 312_000_000, totalBytes: 501_000_000 },
      rateWindow: [
        { atMs: 0, bytes: 0 },
        { atMs: 4100, bytes: 312_000_000 },
      ],
    };
    const [line = ""] = liveLines({ running: [loading] }, { ...options, columns: 79 });
    expect(line).toBe("⠙ loading app:latest  downloading  312 MB of 501 MB  76.1 MB/s  3s left");
    const [wide = ""] = liveLines({ running: [loading] }, { ...options, columns: 150 });
    expect(wide).toContain(`loading image ${reference}  downloading  312 MB of 501 MB`);
  });

  it("fits an image with a wide name", () => {
    const words = {
      doing: "pulling image registry.example/チーム/アプリ:最新",
      doingBriefly: "pulling アプリ:最新",
      done: "",
      toDo: "",
    };
    const [line = ""] = liveLines({ running: [{ ...pulling, words }] }, { ...options, columns: 79 });
    expect(line).toBe("⠙ pulling アプリ:最新  downloading  12.3 MB of 45.6 MB  3.0 MB/s  12s left");
    expect(textWidth(line)).toBeLessThanOrEqual(79);
  });

  it("does not tell a size that is not known", () => {
    const progress = { status: "downloading", currentBytes: 12_300_000, totalBytes: 0 };
    expect(liveLines({ running: [{ ...pulling, progress }] }, options)).toEqual([
      "⠙ pulling image nginx:alpine-slim  downloading  12.3 MB  3.0 MB/s  4.1s",
    ]);
  });

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
