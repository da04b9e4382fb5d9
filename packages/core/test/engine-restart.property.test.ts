import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "../src/apply/apply.ts";
import { plan } from "../src/plan/plan.ts";
import {
  createMemoryDriver,
  type EngineRestart,
  type MemoryEngine,
  restartEngine,
} from "../src/testing/index.ts";
import { copyEngine, type History, history, lendHands, newEngine, normalised } from "./histories.ts";
import { leftToDo, servedNames, tell, twoWriters, type Watched, watchedApply } from "./watched-apply.ts";

// The same histories at every run in CI; `HASHIKE_PROPERTY_RUNS=3000` looks at others, and further.
const asked = process.env.HASHIKE_PROPERTY_RUNS;
const numRuns = Number(asked ?? 50);
const runs = asked === undefined ? { numRuns, seed: 20_261_122 } : { numRuns };
const timeout = 60_000 + numRuns * 400;

const restart: fc.Arbitrary<EngineRestart> = fc.record({
  keepsRunning: fc.boolean(),
  startsCreated: fc.boolean(),
});

/** An engine on which something was applied, hands did what they did, and something else is wanted. */
async function engineOf(past: History): Promise<MemoryEngine | undefined> {
  const engine = newEngine(past);
  const driver = createMemoryDriver({ engine });
  const result = await apply(plan(past.before, await driver.observe(past.before)), driver);
  if (result.status !== "done") return undefined;
  lendHands(engine, past);
  return engine;
}

describe("an engine that is restarted in the middle of an apply", () => {
  it(
    "never lets two write to the same data, and the next apply ends as wanted, wherever it was cut off",
    async () => {
      let stopFirst = 0;
      await fc.assert(
        fc.asyncProperty(history("ready", "ready", "outside"), restart, async (past, how) => {
          const start = await engineOf(past);
          if (start === undefined) return;
          const whole = copyEngine(start);
          const { result, calls, made } = await watchedApply(whole, past);
          if (result.status !== "done") return;
          for (let k = 0; k <= calls; k += 1) await expectSameEnd({ start, whole, past }, [k], how);
          if (made.changes.some((c) => c.rollout?.rung === "stop-first")) stopFirst += 1;
        }),
        runs,
      );
      // The property must not hold only because there were never two to write.
      expect(stopFirst).toBeGreaterThan(numRuns / 10);
    },
    timeout,
  );

  it(
    "also when that happens again and again",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          history("ready", "outside"),
          fc.array(fc.nat({ max: 14 }), { minLength: 2, maxLength: 4 }),
          restart,
          async (past, cuts, how) => {
            const start = await engineOf(past);
            if (start === undefined) return;
            const whole = copyEngine(start);
            const { result } = await watchedApply(whole, past);
            if (result.status === "done") await expectSameEnd({ start, whole, past }, cuts, how);
          },
        ),
        { ...runs, numRuns: numRuns * 4 },
      );
    },
    timeout,
  );

  it(
    "leaves or brings back what served, when the new revision never gets ready",
    async () => {
      await fc.assert(
        fc.asyncProperty(history("never", "broken", "outside"), restart, async (past, how) => {
          const start = await engineOf(past);
          if (start === undefined) return;
          const before = servedNames(start, past.after);
          const { calls } = await watchedApply(copyEngine(start), past);
          for (let k = 0; k <= calls; k += 1) {
            const engine = copyEngine(start);
            const applies = [await watchedApply(engine, past, { crashAfter: k })];
            for (let again = 0; again < 2; again += 1) {
              restartEngine(engine, how);
              const writers = twoWriters(engine);
              applies.push(await watchedApply(engine, past));
              const story = `killed after ${k}\n${tell(engine, ...applies)}`;
              expect(writers, story).toEqual([]);
              expect(servedNames(engine, past.after), story).toEqual(expect.arrayContaining([...before]));
              // And it comes back by itself.
              const later = copyEngine(engine);
              restartEngine(later);
              expect(servedNames(later, past.after), `${story}\nand then\n${tell(later)}`).toEqual(
                expect.arrayContaining(before.filter((name) => !takesPort(past, name))),
              );
              engine.nowSeconds += 3600;
            }
          }
        }),
        runs,
      );
    },
    timeout,
  );
});

/** Whether it is to have another one's host port: after a failure both want it, and who starts first has it. */
function takesPort({ before, after }: History, name: string): boolean {
  const wanted = after.containers.filter((c) => c.name === name).flatMap((c) => c.ports);
  const held = before.containers.filter((c) => c.name !== name).flatMap((c) => c.ports);
  return wanted.some((a) => held.some((b) => a.hostPort === b.hostPort && a.protocol === b.protocol));
}

interface Course {
  readonly start: MemoryEngine;
  /** What comes of it when nothing goes wrong. */
  readonly whole: MemoryEngine;
  readonly past: History;
}

/** Each apply is cut off after so many calls, and the engine restarted; then comes one that goes well. */
async function expectSameEnd(
  { start, whole, past }: Course,
  cuts: readonly number[],
  how: EngineRestart,
): Promise<void> {
  const engine = copyEngine(start);
  const applies: Watched[] = [];
  for (const crashAfter of cuts) {
    applies.push(await watchedApply(engine, past, { crashAfter }));
    restartEngine(engine, how);
    const story = `${JSON.stringify(how)}, cut at ${cuts}\n${tell(engine, ...applies)}`;
    expect(twoWriters(engine), story).toEqual([]);
  }
  const middle = `${JSON.stringify(how)}, cut at ${cuts}\n${tell(engine, ...applies)}\nand then\n`;
  const again = await watchedApply(engine, past);
  const story = middle + tell(engine, again);
  expect(
    [...applies, again].flatMap((a) => a.wrong),
    story,
  ).toEqual([]);
  expect(again.result.status, story).toBe("done");
  expect(normalised(engine), story).toEqual(normalised(whole));
  expect(await leftToDo(engine, past.after), story).toBe("");
}
