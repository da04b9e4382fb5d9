import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fault } from "../src/testing/index.ts";
import { copyEngine, type History, history, podHistory } from "./histories.ts";
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
  leftovers,
  type Mishap,
  runningNames,
  servedNames,
  toRunNames,
  type Watched,
  watchedApply,
} from "./watched-apply.ts";

/** The same histories at every run: rare ones may end otherwise yet (decision 34). */
const podSeed = 7;

/** Whether nothing keeps an apply from its end. */
function isWell({ readiness }: History): boolean {
  return Object.values(readiness).every((r) => r === "ready");
}

/** Applies that go wrong and then one that does not must end as one that does not go wrong at all. */
async function expectFinished(course: Course, mishaps: readonly Mishap[]): Promise<void> {
  const engine = copyEngine(course.start);
  const applies: Watched[] = [];
  for (const mishap of mishaps) applies.push(await watchedApply(engine, course.past, mishap));
  await expectSameEnd(course, engine, applies, { told: mishaps.map(describeMishap).join("; ") });
}

function describeMishap({ faults, ...more }: Mishap): string {
  return JSON.stringify({ ...more, faults: [...(faults ?? [])] });
}

describe("an apply that was cut off is finished by the next one", () => {
  it(
    "wherever it is killed",
    async () => {
      let cut = 0;
      await holds(
        fc.asyncProperty(history("ready"), async (past) => {
          const course = await courseOf(past);
          if (isWell(past) && (await engineOf(past)) !== undefined) expect(course).toBeDefined();
          if (course === undefined) return;
          expect(leftovers(course.whole, past.after)).toEqual([]);
          const { calls } = course.watched;
          for (let k = 0; k < calls; k += 1) await expectFinished(course, [{ crashAfter: k }]);
          cut += calls;
        }),
      );
      expectMore(cut, numRuns);
    },
    timeout,
  );

  it(
    "wherever it is killed, where containers are a pod",
    async () => {
      let replaced = 0;
      await holds(
        fc.asyncProperty(podHistory("ready"), async (past) => {
          const course = await courseOf(past);
          if (course === undefined) return;
          expect(leftovers(course.whole, past.after)).toEqual([]);
          for (let k = 0; k < course.watched.calls; k += 1) await expectFinished(course, [{ crashAfter: k }]);
          replaced += course.watched.made.changes.filter(({ cause }) => cause.kind === "pod").length;
        }),
        0.6,
        podSeed,
      );
      expectMore(replaced, 10);
    },
    timeout,
  );

  it(
    "when it is killed in the middle of a switch",
    async () => {
      let cutInTwo = 0;
      await holds(
        fc.asyncProperty(history("ready"), async (past) => {
          const course = await courseOf(past);
          if (course === undefined) return;
          for (const k of course.watched.switches) {
            await expectFinished(course, [{ faults: new Map([[k, "half"]]), crashAfter: k + 1 }]);
            cutInTwo += 1;
          }
        }),
        // One history in twenty has a switch.
        10,
      );
      expectMore(cutInTwo, 0);
    },
    timeout,
  );

  it(
    "when it is killed again and again",
    async () => {
      const cuts = fc.array(fc.nat({ max: 12 }), { minLength: 2, maxLength: 4 });
      await holds(
        fc.asyncProperty(history("ready"), cuts, async (past, after) => {
          const course = await courseOf(past);
          if (course === undefined) return;
          await expectFinished(
            course,
            after.map((crashAfter) => ({ crashAfter })),
          );
        }),
        4,
      );
    },
    timeout,
  );

  it(
    "wherever it is stopped by a signal; and then nothing is left half done",
    async () => {
      await holds(
        fc.asyncProperty(history("ready"), fc.nat({ max: 30 }), async (past, abortAt) => {
          const course = await courseOf(past);
          if (course === undefined) return;
          const engine = copyEngine(course.start);
          const before = servedNames(engine, past.after);
          const stopped = await watchedApply(engine, past, { abortAt });
          expectTold([stopped], () =>
            expect(servedNames(engine, past.after)).toEqual(expect.arrayContaining([...before])),
          );
          await expectSameEnd(course, engine, [stopped], { told: `stopped at ${abortAt}` });
        }),
        4,
      );
    },
    timeout,
  );
});

const fault = fc.tuple(fc.nat({ max: 30 }), fc.constantFrom<Fault>("fail", "lie", "half"));

describe("when calls fail, or answer an error for what they did", () => {
  it(
    "nobody is out of service whose successor is not ready, and a fault later all that served serves again",
    async () => {
      let hurt = 0;
      await holds(
        fc.asyncProperty(history("ready", "never"), fault, async (past, [at, kind]) => {
          const engine = await engineOf(past);
          if (engine === undefined) return;
          const before = servedNames(engine, past.after);
          const applies = [await watchedApply(engine, past, { faults: new Map([[at, kind]]) })];
          const [{ result }] = applies as [Watched];
          // One that could not be taken back is for the next apply.
          const isBack = result.undone.every((u) => u.error === undefined);
          if (!isBack) applies.push(await watchedApply(engine, past, {}, { retryFailed: true }));
          expectTold([`call ${at}: ${kind}`, ...applies], () => {
            expect(applies[0]?.wrong).toEqual([]);
            expect(servedNames(engine, past.after)).toEqual(expect.arrayContaining([...before]));
          });
          hurt += result.failed.length;
        }),
        10,
      );
      expectMore(hurt, numRuns);
    },
    timeout,
  );

  it(
    "however many do, nothing of others changes, no volume goes, no two write, and the next apply makes it good",
    async () => {
      const faults = fc.uniqueArray(fault, { selector: ([at]) => at, maxLength: 6 });
      await holds(
        fc.asyncProperty(history("ready"), fc.array(faults, { maxLength: 3 }), async (past, rounds) => {
          const course = await courseOf(past);
          if (course === undefined) return;
          const options = { retryFailed: true };
          const engine = copyEngine(course.start);
          const applies: Watched[] = [];
          for (const round of rounds) {
            applies.push(await watchedApply(engine, past, { faults: new Map(round) }, options));
          }
          await expectSameEnd(course, engine, applies, { told: JSON.stringify(rounds), options });
        }),
        6,
      );
    },
    timeout,
  );
});

describe("a new revision that never gets ready", () => {
  it(
    "leaves what served serving, wherever the apply is killed and however often it is tried again",
    async () => {
      await holds(
        fc.asyncProperty(history("never", "never", "ready"), async (past) => {
          const start = await engineOf(past);
          if (start === undefined) return;
          const before = servedNames(start, past.after);
          const toRun = toRunNames(start, past.after);
          const { calls } = await watchedApply(copyEngine(start), past);
          for (let k = 0; k <= calls; k += 1) {
            const engine = copyEngine(start);
            const applies = [await watchedApply(engine, past, { crashAfter: k })];
            for (let again = 0; again < 3; again += 1) {
              applies.push(await watchedApply(engine, past));
              expectTold([`killed after ${k}`, ...applies], () => {
                expect(applies.flatMap((a) => a.wrong)).toEqual([]);
                expect(servedNames(engine, past.after)).toEqual(expect.arrayContaining([...before]));
                expect(runningNames(engine, past.after)).toEqual(expect.arrayContaining([...toRun]));
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
