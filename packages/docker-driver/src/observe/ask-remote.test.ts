import type { RemoteImage } from "@hashike/core";
import { afterEach, expect, it, vi } from "vitest";
import { askRemotes } from "./ask-remote.ts";

afterEach(() => void vi.restoreAllMocks());

const current = (digest: string): RemoteImage => ({ status: "current", digest });

it("asks for many at once, but not for all", async () => {
  let running = 0;
  let most = 0;
  const names = Array.from({ length: 30 }, (_, i) => `image-${i}`);
  const answers = await askRemotes(
    names,
    async (name) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return current(name);
    },
    undefined,
  );
  expect(most).toBe(8);
  expect(names.map((name) => answers.get(name))).toEqual(names.map(current));
});

it("takes silence for unreachable", async () => {
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort(new Error("time is over")));
  const silent = (_name: string, signal: AbortSignal) => Promise.reject(signal.reason);
  const answers = await askRemotes(["a"], silent, undefined);
  expect(answers.get("a")).toEqual({ status: "unreachable", reason: expect.stringContaining("20 seconds") });
});

it("passes on what is no silence: an abort, or a failure", async () => {
  const failing = () => Promise.reject(new Error("broken"));
  await expect(askRemotes(["a"], failing, undefined)).rejects.toThrow("broken");
  const aborted = (_name: string, signal: AbortSignal) => Promise.reject(signal.reason);
  await expect(askRemotes(["a"], aborted, AbortSignal.abort(new Error("aborted")))).rejects.toThrow(
    "aborted",
  );
});
