import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "../src/apply/apply.ts";
import type { DesiredState } from "../src/desired/desired-state.ts";
import { formatPlan } from "../src/plan/format-plan.ts";
import { plan } from "../src/plan/plan.ts";
import { createFaultyDriver, createMemoryDriver, type MemoryEngine } from "../src/testing/index.ts";
import { copyEngine, type History, history, lendHands, newEngine, normalised } from "./histories.ts";

// `HASHIKE_PROPERTY_RUNS=3000` looks further than there is time for in CI.
const runs = { numRuns: Number(process.env.HASHIKE_PROPERTY_RUNS ?? 60) };

/** The engine of a history, on the point of what is wanted now; `undefined` when that point cannot be reached. */
async function engineOf(past: History): Promise<MemoryEngine | undefined> {
  const engine = newEngine(past);
  const driver = createMemoryDriver({ engine });
  const result = await apply(plan(past.before, await driver.observe(past.before)), driver);
  if (result.status !== "done") return undefined;
  lendHands(engine, past);
  return engine;
}

const applyTo = async (engine: MemoryEngine, past: History, more: Partial<Attempt> = {}) => {
  const memory = createMemoryDriver({ engine });
  const made = plan(past.after, await memory.observe(past.after), options(past));
  const driver = createFaultyDriver(memory, more);
  const result = await apply(made, driver, { concurrency: past.concurrency, signal: more.signal });
  return { made, result, calls: driver.calls };
};

interface Attempt {
  readonly crashAfter: number;
  readonly afterExecute: () => void;
  readonly signal: AbortSignal;
}

const options = ({ atomic }: History) => ({ atomic, allowDestroy: true });

async function leftToDo(engine: MemoryEngine, wanted: DesiredState): Promise<string> {
  return formatPlan(
    plan(wanted, await createMemoryDriver({ engine }).observe(wanted), { allowDestroy: true }),
  );
}

/** What must not be there when an apply has come to its end. */
function leftovers(engine: MemoryEngine, wanted: DesiredState): readonly string[] {
  const names = new Set(wanted.containers.map((c) => c.name));
  const containers = [...engine.containers.values()].filter(
    (c) => c.name !== "stranger" && !names.has(c.name),
  );
  const staging = [...engine.networks].filter(([, network]) => network.isStaging);
  return [...containers.map((c) => c.name), ...staging.map(([name]) => name)];
}

describe("an apply that was cut off is finished by the next one", () => {
  it("wherever it is killed, the end is the same as if it had not been", async () => {
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(history("ready", "outside"), async (past) => {
        const start = await engineOf(past);
        if (start === undefined) return;
        const whole = copyEngine(start);
        const { result, calls } = await applyTo(whole, past);
        if (result.status !== "done") return;
        expect(leftovers(whole, past.after)).toEqual([]);
        for (let k = 0; k < calls; k += 1) {
          const engine = copyEngine(start);
          await applyTo(engine, past, { crashAfter: k });
          const again = await applyTo(engine, past);
          expect(again.result.failed).toEqual([]);
          expect(again.result.status).toBe("done");
          expect(normalised(engine)).toEqual(normalised(whole));
          expect(await leftToDo(engine, past.after)).toBe("");
          cut += 1;
        }
      }),
      runs,
    );
    // The property must not hold only because nothing was ever to be done.
    expect(cut).toBeGreaterThan(runs.numRuns);
  });
});
