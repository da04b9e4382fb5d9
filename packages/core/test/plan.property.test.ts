import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "../src/apply/apply.ts";
import type { DesiredState } from "../src/desired/desired-state.ts";
import { ownerKey } from "../src/desired/desired-state.ts";
import { isHashikeError } from "../src/errors.ts";
import type { ObservedState } from "../src/observed/observed-state.ts";
import { plan } from "../src/plan/plan.ts";
import { planDelete } from "../src/plan/plan-delete.ts";
import type { Plan } from "../src/plan/plan-types.ts";
import { formatPlan } from "../src/plan/steps/format-plan.ts";
import { createMemoryDriver, type MemoryEngine } from "../src/testing/index.ts";
import { desired, engine } from "./arbitraries.ts";

const runs = { numRuns: 600 };

/** `undefined` for a plan that is refused, which is always with reasons. */
function planOrRefusal(wanted: DesiredState, observed: ObservedState): Plan | undefined {
  try {
    return plan(wanted, observed, { allowDestroy: true });
  } catch (error) {
    if (!isHashikeError(error) || error.code !== "PLAN_BLOCKED") throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
    return undefined;
  }
}

/** All that is not the applied owners' own, as text that compares. */
function othersOf(made: MemoryEngine, wanted: DesiredState): string {
  const own = new Set(wanted.owners.map(ownerKey));
  const names = new Set(wanted.containers.map((c) => c.name));
  const containers = [...made.containers.values()].filter((c) => {
    if (c.ownership.kind === "owned") return !own.has(ownerKey(c.ownership.owner));
    // What the Python original made is adopted under a wanted name.
    return c.ownership.kind === "foreign" || !names.has(c.name);
  });
  return JSON.stringify([containers, [...made.volumes.keys()].sort()]);
}

// How long it takes says nothing here: the machine may be busy.
describe("a plan for any desired and any observed state", { timeout: 120_000 }, () => {
  it("leads to the desired state: planning again gives nothing", async () => {
    let carriedOut = 0;
    await fc.assert(
      fc.asyncProperty(desired, engine, async (wanted, made) => {
        const driver = createMemoryDriver({ engine: made });
        const first = planOrRefusal(wanted, await driver.observe(wanted));
        if (first === undefined) return;
        const result = await apply(first, driver);
        expect(result.failed).toEqual([]);
        expect(result.status).toBe("done");
        carriedOut += first.actions.length > 0 ? 1 : 0;
        expect(formatPlan(plan(wanted, await driver.observe(wanted), { allowDestroy: true }))).toBe("");
      }),
      runs,
    );
    // The property must not hold only because every plan was refused or empty.
    expect(carriedOut).toBeGreaterThan(runs.numRuns / 10);
  });

  it("touches nothing of others, and removes no volume", async () => {
    await fc.assert(
      fc.asyncProperty(desired, engine, async (wanted, made) => {
        const driver = createMemoryDriver({ engine: made });
        const first = planOrRefusal(wanted, await driver.observe(wanted));
        if (first === undefined) return;
        const before = othersOf(made, wanted);
        const volumes = [...made.volumes.keys()];
        await apply(first, driver);
        expect([...made.volumes.keys()]).toEqual(expect.arrayContaining(volumes));
        for (const name of wanted.volumes.map((v) => v.name)) {
          if (!volumes.includes(name)) made.volumes.delete(name);
        }
        expect(othersOf(made, wanted)).toBe(before);
      }),
      runs,
    );
  });

  it("is the same for shuffled inputs, to the byte", async () => {
    const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(desired, engine).chain(([wanted, made]) =>
          fc.record({
            wanted: fc.constant(wanted),
            made: fc.constant(made),
            containers: shuffled(wanted.containers),
            images: shuffled(wanted.images),
            volumes: shuffled(wanted.volumes),
            owners: shuffled(wanted.owners),
            found: shuffled([...made.containers.keys()]),
          }),
        ),
        async ({ wanted, made, containers, images, volumes, owners, found }) => {
          const driver = createMemoryDriver({ engine: made });
          const observed = await driver.observe(wanted);
          const other: ObservedState = {
            ...observed,
            containers: found.flatMap((id) => observed.containers.filter((c) => c.id === id)),
            networks: [...observed.networks].reverse(),
            volumes: [...observed.volumes].reverse(),
            images: [...observed.images].reverse(),
          };
          const a = planOrRefusal(wanted, observed);
          const b = planOrRefusal({ ...wanted, containers, images, volumes, owners }, other);
          expect(JSON.stringify(b)).toBe(JSON.stringify(a));
        },
      ),
      runs,
    );
  });

  it("names every dependency before its dependent, and is plain JSON", async () => {
    await fc.assert(
      fc.asyncProperty(desired, engine, async (wanted, made) => {
        const made2 = createMemoryDriver({ engine: made });
        const first = planOrRefusal(wanted, await made2.observe(wanted));
        if (first === undefined) return;
        const seen = new Set<string>();
        for (const action of first.actions) {
          for (const id of action.dependsOn) expect(seen).toContain(id);
          seen.add(action.id);
        }
        const listed = first.changes.flatMap((c) => c.actionIds);
        expect(new Set(listed).size).toBe(listed.length);
        for (const id of listed) expect(seen).toContain(id);
        expect(JSON.parse(JSON.stringify(first))).toEqual(first);
      }),
      runs,
    );
  });

  it("can be deleted again: nothing of the owners is left but their volumes", async () => {
    await fc.assert(
      fc.asyncProperty(desired, engine, async (wanted, made) => {
        const driver = createMemoryDriver({ engine: made });
        const before = othersOf(made, { ...wanted, containers: [] });
        const removal = planDelete(wanted.owners, await driver.observe(wanted));
        const result = await apply(removal, driver);
        expect(result.status).toBe("done");
        expect(othersOf(made, { ...wanted, containers: [] })).toBe(before);
        const own = new Set(wanted.owners.map(ownerKey));
        const left = [...made.containers.values()].filter(
          (c) => c.ownership.kind === "owned" && own.has(ownerKey(c.ownership.owner)),
        );
        expect(left).toEqual([]);
        expect(planDelete(wanted.owners, await driver.observe(wanted)).actions).toEqual([]);
      }),
      runs,
    );
  });
});
