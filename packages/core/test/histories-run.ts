import fc from "fast-check";
import { expect } from "vitest";
import { apply } from "../src/apply/apply.ts";
import { plan } from "../src/plan/plan.ts";
import type { PlanOptions } from "../src/plan/plan-types.ts";
import { createMemoryDriver, type MemoryEngine } from "../src/testing/index.ts";
import { copyEngine, type History, lendHands, newEngine, normalised } from "./histories.ts";
import { leftToDo, tell, type Watched, watchedApply } from "./watched-apply.ts";

/** `HASHIKE_PROPERTY_RUNS=3000` looks further than there is time for in CI. */
export const numRuns = Number(process.env.HASHIKE_PROPERTY_RUNS ?? 50);

// Other histories at every run; those of a run that failed are had again with the seed that it told.
const seed = Number(process.env.HASHIKE_PROPERTY_SEED ?? Math.trunc(Math.random() * 2 ** 31));

/** For all properties of a file together. */
export const timeout = 60_000 + numRuns * 400;

/**
 * Looks at `times` as many random histories as usual.
 * @param given the seed of the histories, where they are to be the same ones at every run
 * @throws when one does not hold; tells the seed
 */
export function holds<Ts>(
  property: fc.IAsyncPropertyWithHooks<Ts> | fc.IAsyncProperty<Ts>,
  times = 1,
  given = seed,
): Promise<void> {
  return fc.assert(property, { numRuns: Math.ceil(numRuns * times), seed: given });
}

/** A property must not hold only because hardly anything happened: the number of what did, in all its histories. */
export function expectMore(happened: number, than: number): void {
  expect(happened, `HASHIKE_PROPERTY_SEED=${seed}`).toBeGreaterThan(than);
}

/** The engine of a history, on the point of what is wanted now; `undefined` when that point cannot be reached. */
export async function engineOf(past: History): Promise<MemoryEngine | undefined> {
  const engine = newEngine(past);
  const driver = createMemoryDriver({ engine });
  const result = await apply(plan(past.before, await driver.observe(past.before)), driver);
  if (result.status !== "done") return undefined;
  lendHands(engine, past);
  return engine;
}

/** A history whose end is reached when nothing goes wrong. */
export interface Course {
  readonly past: History;
  /** On the point of what is wanted now. */
  readonly start: MemoryEngine;
  /** What comes of it when nothing goes wrong. */
  readonly whole: MemoryEngine;
  readonly watched: Watched;
}

/** `undefined` for a history whose end is not reached. */
export async function courseOf(past: History): Promise<Course | undefined> {
  const start = await engineOf(past);
  if (start === undefined) return undefined;
  const whole = copyEngine(start);
  const watched = await watchedApply(whole, past);
  return watched.result.status === "done" ? { past, start, whole, watched } : undefined;
}

/** What went wrong before must not show: one more apply ends as the only one would have. */
export async function expectSameEnd(
  { past, whole }: Course,
  engine: MemoryEngine,
  applies: readonly Watched[],
  { told, options }: { readonly told: string; readonly options?: PlanOptions },
): Promise<void> {
  const again = await watchedApply(engine, past, {}, options);
  const left = await leftToDo(engine, past.after);
  expectTold([told, ...applies, "and then", again], () => {
    expect([...applies, again].flatMap((a) => a.wrong)).toEqual([]);
    expect(again.result.status).toBe("done");
    expect(normalised(engine)).toEqual(normalised(whole));
    expect(left).toBe("");
  });
}

/**
 * Looks at what came of something.
 * @param story told before what is said to be wrong, if something is: it is long
 */
export function expectTold(story: readonly (string | Watched)[], check: () => void): void {
  try {
    check();
  } catch (error) {
    const told = story.map((part) => (typeof part === "string" ? part : tell(part)));
    if (error instanceof Error) error.message = [...told, error.message].join("\n");
    throw error;
  }
}
