import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containerSpec } from "../src/testing/index.ts";
import { startWatch } from "./start-watch.ts";

const names = ["web", "api", "store"] as const;
const specs = names.map((name) => containerSpec({ name }));
const running = Object.fromEntries(names.map((name) => [name, "running"]));

const hand = fc.record({
  act: fc.constantFrom("kill", "pause", "remove", "disconnect"),
  name: fc.constantFrom(...names),
  // Apart from each other by more than the peace that a container has to be left in to begin anew.
  pauseMs: fc.integer({ min: 11_000, max: 90_000 }),
});

describe("a watched engine", () => {
  it("is as wanted one second after whatever was done to it, fifty times over", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hand, { minLength: 50, maxLength: 50 }), async (hands) => {
        const { clock, driver, states, stop, took } = await startWatch(specs);
        await clock.advance(5000);
        for (const { act, name, pauseMs } of hands) {
          if (act === "disconnect") driver.byHand.disconnect(name, "hashike");
          else driver.byHand[act](name);
          await clock.advance(1000);
          expect(states()).toEqual(running);
          expect([...driver.engine.containers.values()].every((c) => c.networks.length === 1)).toBe(true);
          await clock.advance(pauseMs);
        }
        expect(took("cycle.failed")).toEqual([]);
        await stop();
      }),
      { numRuns: 5 },
    );
  });

  it("is as wanted in the end, however fast one thing followed the other", async () => {
    const fast = fc.record({
      ...hand.map,
      act: fc.constantFrom("kill", "remove"),
      name: fc.constantFrom(...names),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fast, { maxLength: 50 }),
        fc.integer({ min: 0, max: 700 }),
        async (hands, ms) => {
          const { clock, driver, states, stop } = await startWatch(specs);
          for (const { act, name } of hands) {
            if (states()[name] !== undefined) driver.byHand[act](name);
            await clock.advance(ms);
          }
          await clock.advance(180_000);
          expect(states()).toEqual(running);
          await stop();
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("ten thousand idle cycles", () => {
  it("leave nothing behind: no sleeper, no stream, no memory", async () => {
    const { clock, driver, events, reads } = await startWatch(specs, { more: { lookIntervalSeconds: 1e9 } });
    await clock.advance(60_000);
    const looks = driver.looks();
    const before = heapAfter(() => events.splice(0));
    for (let n = 0; n < 100; n++) {
      await clock.advance(100 * 60_000);
      events.splice(0);
    }
    const after = heapAfter(() => {});
    expect(reads()).toBe(10_002);
    expect(driver.looks()).toBe(looks);
    expect([clock.sleepers(), driver.listeners()]).toEqual([1, 1]);
    expect(after - before).toBeLessThan(1_000_000);
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapAfter(clear: () => void): number {
  clear();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
