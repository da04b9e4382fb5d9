import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSample, type RateWindow, transferRate } from "./transfer-rate.ts";

/** Bytes at times, in the order they are told. */
const windowOf = (...samples: readonly (readonly [atMs: number, bytes: number])[]): RateWindow =>
  samples.reduce<RateWindow>((window, [atMs, bytes]) => addSample(window, { atMs, bytes }), []);

const at = (window: RateWindow, nowMs: number, totalBytes?: number) =>
  transferRate(
    window,
    {
      status: "downloading",
      currentBytes: window.at(-1)?.bytes ?? 0,
      ...(totalBytes === undefined ? {} : { totalBytes }),
    },
    nowMs,
  );

describe("transferRate", () => {
  it("tells how fast it goes and how long it will take", () => {
    expect(at(windowOf([0, 0], [1000, 100], [2000, 200]), 2000, 1000)).toEqual({
      bytesPerSecond: 100,
      secondsLeft: 8,
    });
  });

  it("waits for a second before it tells", () => {
    expect(at(windowOf([0, 0], [900, 100]), 900, 1000)).toBeUndefined();
  });

  it("knows nothing of the time left without a size", () => {
    expect(at(windowOf([0, 0], [2000, 200]), 2000)).toEqual({ bytesPerSecond: 100 });
  });

  it("follows a change within seconds", () => {
    const seconds = Array.from({ length: 11 }, (_, i) => [i * 1000, i * 1000] as const);
    const slower = Array.from({ length: 7 }, (_, i) => [11_000 + i * 1000, 10_000 + i * 10] as const);
    expect(at(windowOf(...seconds), 10_000)?.bytesPerSecond).toBe(1000);
    expect(at(windowOf(...seconds, ...slower), 17_000)?.bytesPerSecond).toBe(10);
  });

  it("falls to nothing while nothing comes", () => {
    const window = windowOf([0, 0], [1000, 1000]);
    expect(at(window, 4000, 5000)?.bytesPerSecond).toBe(250);
    expect(at(window, 20_000, 5000)).toEqual({ bytesPerSecond: 0 });
  });

  it("has nothing to tell of what is all there", () => {
    expect(at(windowOf([0, 0], [2000, 200]), 2000, 200)).toBeUndefined();
  });

  it("begins anew when a part is sent again", () => {
    expect(at(windowOf([0, 0], [2000, 500], [2500, 100], [3500, 200]), 3500)?.bytesPerSecond).toBe(100);
  });

  it("stays small and is never negative, whatever comes", () => {
    const steps = fc.array(fc.tuple(fc.nat(2000), fc.nat(100_000)), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.nat(20_000), (all, later) => {
        let nowMs = 0;
        let window: RateWindow = [];
        for (const [ms, bytes] of all) {
          nowMs += ms;
          window = addSample(window, { atMs: nowMs, bytes });
        }
        expect(window.length).toBeLessThan(50);
        expect(at(window, nowMs + later, 1_000_000)?.bytesPerSecond ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
