import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EngineRestart, restartEngine } from "../src/testing/index.ts";
import { copyEngine, type History, history } from "./histories.ts";
import {
  type Course,
  courseOf,
  engineOf,
  expectMore,
  expectSameEnd,
  expectTold,
  holds,
  numRuns,
  timeout,
} from "./histories-run.ts";
import {
  runningNames,
  servedNames,
  standing,
  toRunNames,
  twoWriters,
  type Watched,
  watchedApply,
} from "./watched-apply.ts";

const restart: fc.Arbitrary<EngineRestart> = fc.record({
  keepsRunning: fc.boolean(),
  startsCreated: fc.boolean(),
});

describe("an engine that is restarted in the middle of an apply", () => {
  it(
    "never lets two write to the same data, and the next apply ends as wanted, wherever it was cut off",
    async () => {
      let stopFirst = 0;
      await holds(
        fc.asyncProperty(history("ready"), restart, async (past, how) => {
          const course = await courseOf(past);
          if (course === undefined) return;
          const { calls, made } = course.watched;
          for (let k = 0; k <= calls; k += 1) await expectFinished(course, [[k, true]], how);
          if (made.changes.some((c) => c.rollout?.rung === "stop-first")) stopFirst += 1;
        }),
      );
      // There must have been two that could write.
      expectMore(stopFirst, numRuns / 10);
    },
    timeout,
  );

  it(
    "also when that happens again and again",
    async () => {
      const cut = fc.tuple(fc.nat({ max: 14 }), fc.boolean());
      const cuts = fc.array(cut, { minLength: 2, maxLength: 4 });
      await holds(
        fc.asyncProperty(history("ready"), cuts, restart, async (past, after, how) => {
          const course = await courseOf(past);
          if (course !== undefined) await expectFinished(course, after, how);
        }),
        4,
      );
    },
    timeout,
  );

  it(
    "leaves or brings back what served, when the new revision never gets ready",
    async () => {
      await holds(
        fc.asyncProperty(history("never", "never", "ready"), restart, async (past, how) => {
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
              // And it comes back by itself.
              const later = copyEngine(engine);
              restartEngine(later);
              const story = [`${JSON.stringify(how)}, killed after ${k}`, ...applies];
              expectTold([...story, "and then", ...standing(later)], () => {
                expect(writers).toEqual([]);
                expect(servedNames(engine, past.after)).toEqual(expect.arrayContaining([...before]));
                expect(servedNames(later, past.after)).toEqual(
                  expect.arrayContaining(before.filter((name) => !takesPort(past, name))),
                );
              });
              engine.nowSeconds += 3600;
            }
          }
        }),
      );
    },
    timeout,
  );
});

describe("a new revision that never gets ready, of which one apply after the other is cut off", () => {
  it(
    "lets what served serve when one comes to its end; with restarts of the engine or without, soon or later",
    async () => {
      const then = fc.constantFrom("at once", "at once", "after a restart", "an hour later");
      const cuts = fc.array(fc.tuple(fc.nat({ max: 16 }), then), { minLength: 2, maxLength: 4 });
      await holds(
        fc.asyncProperty(history("never", "ready"), cuts, async (past, chosen) => {
          const engine = await engineOf(past);
          if (engine === undefined) return;
          const before = servedNames(engine, past.after);
          const toRun = toRunNames(engine, past.after);
          const told = JSON.stringify(chosen);
          const applies: Watched[] = [];
          for (const [crashAfter, next] of chosen) {
            applies.push(await watchedApply(engine, past, { crashAfter }));
            if (next === "after a restart") restartEngine(engine);
            if (next === "an hour later") engine.nowSeconds += 3600;
            expectTold([told, ...applies], () => expect(twoWriters(engine)).toEqual([]));
          }
          applies.push(await watchedApply(engine, past));
          expectTold([told, ...applies], () => {
            expect(applies.flatMap((a) => a.wrong)).toEqual([]);
            expect(servedNames(engine, past.after)).toEqual(expect.arrayContaining([...before]));
            expect(runningNames(engine, past.after)).toEqual(expect.arrayContaining([...toRun]));
          });
        }),
        4,
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

/** After so many calls an apply is cut off; and whether the engine is restarted then. */
type Cut = readonly [calls: number, isRestarted: boolean];

/** After all that was cut off comes one that goes well. */
async function expectFinished(course: Course, cuts: readonly Cut[], how: EngineRestart): Promise<void> {
  const engine = copyEngine(course.start);
  const applies: Watched[] = [];
  const told = `${JSON.stringify(how)}, cut at ${JSON.stringify(cuts)}`;
  for (const [crashAfter, isRestarted] of cuts) {
    applies.push(await watchedApply(engine, course.past, { crashAfter }));
    if (isRestarted) restartEngine(engine, how);
    expectTold([told, ...applies], () => expect(twoWriters(engine)).toEqual([]));
  }
  await expectSameEnd(course, engine, applies, { told });
}
