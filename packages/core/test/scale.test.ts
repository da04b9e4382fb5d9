import { describe, expect, it } from "vitest";
import { apply } from "../src/apply/apply.ts";
import type { Driver } from "../src/apply/driver.ts";
import type { DesiredState } from "../src/desired/desired-state.ts";
import type { ObservedState } from "../src/observed/observed-state.ts";
import { plan } from "../src/plan/plan.ts";
import { planDelete } from "../src/plan/plan-delete.ts";
import type { Plan, PlanOptions } from "../src/plan/plan-types.ts";
import { containerSpec, createMemoryDriver, createMemoryEngine, desiredState } from "../src/testing/index.ts";

// Time is measured by `npm run bench`. Here it is counted what time would grow with: twice the containers may take
// twice of it, and a little more where something is sorted; four times would be the square.
const few = 64;
const many = 2 * few;
const bound = 2.5;

function wanted(count: number, version: string, more: Parameters<typeof desiredState>[1] = {}): DesiredState {
  const specs = Array.from({ length: count }, (_, i) =>
    containerSpec({
      name: `web-${i}`,
      env: [{ name: "VERSION", value: version }],
      ports: [{ containerPort: 80, hostPort: 1000 + i, hostIp: "", protocol: "tcp" }],
    }),
  );
  return desiredState(specs, more);
}

/** As after an apply of the first version. */
async function afterApply(count: number): Promise<ObservedState> {
  const driver = createMemoryDriver({ engine: createMemoryEngine() });
  driver.engine.images.set("app:1", { id: "app-id", digests: [] });
  const desired = wanted(count, "1");
  await apply(plan(desired, await driver.observe(desired)), driver);
  return driver.observe(desired);
}

type Make = (count: number, watch: Watch) => Promise<Plan>;
type Watch = <T extends object>(list: readonly T[]) => readonly T[];

const made =
  (version: string, isApplied: boolean, options: PlanOptions = {}): Make =>
  async (count, watch) => {
    const desired = wanted(count, version);
    const observed = await afterApply(count);
    const containers = isApplied ? observed.containers : [];
    return plan(
      { ...desired, containers: watch(desired.containers) },
      { ...observed, containers: watch(containers) },
      options,
    );
  };

const plans: readonly (readonly [string, Make])[] = [
  ["all new", made("1", false)],
  ["all new, atomic", made("1", false, { atomic: true })],
  ["without change", made("1", true)],
  ["all replaced", made("2", true)],
  ["all replaced, atomic", made("2", true, { atomic: true })],
  [
    "one left of all",
    async (count, watch) => {
      const observed = await afterApply(count);
      return plan(
        wanted(1, "1"),
        { ...observed, containers: watch(observed.containers) },
        { allowDestroy: true },
      );
    },
  ],
  [
    "all deleted",
    async (count, watch) => {
      const observed = await afterApply(count);
      const { owners } = wanted(count, "1");
      return planDelete(owners, { ...observed, containers: watch(observed.containers) });
    },
  ],
];

describe.each(plans)("a plan of thousands: %s", (_name, make) => {
  it("has actions and edges as many as there are containers", async () => {
    const [small, large] = [await make(few, (list) => list), await make(many, (list) => list)].map(sizeOf);
    expect(large).toBeLessThanOrEqual(bound * (small ?? 0));
  });

  it("looks at each container a number of times that does not grow", async () => {
    const [small, large] = [await readsOf(few, make), await readsOf(many, make)];
    expect(small).toBeGreaterThan(few);
    expect(large).toBeLessThanOrEqual(bound * small);
  });

  it("is carried out with looking at each action a number of times that does not grow", async () => {
    const [small, large] = await Promise.all(
      [few, many].map(async (count) => {
        const counter = new ReadCounter();
        const whole = await make(count, (list) => list);
        const result = await apply({ ...whole, actions: counter.watch(whole.actions) }, yesDriver);
        expect(result.status).toBe("done");
        return counter.reads;
      }),
    );
    expect(large).toBeLessThanOrEqual(bound * (small ?? 0));
  });
});

/** Says yes to everything. */
const yesDriver: Driver = {
  name: "yes",
  observe: () => Promise.reject(new Error("not asked")),
  execute: async ({ id }) => ({ containerId: id, imageId: id }),
};

function sizeOf({ actions, changes, outcomes }: Plan): number {
  const edges = actions.reduce((sum, { dependsOn, undo = [] }) => sum + dependsOn.length + undo.length, 0);
  return (
    actions.length +
    edges +
    changes.length +
    Object.values(outcomes).flatMap((o) => [...o.onFailed, ...o.onUnsuccessful]).length
  );
}

async function readsOf(count: number, make: Make): Promise<number> {
  const counter = new ReadCounter();
  await make(count, (list) => counter.watch(list));
  return counter.reads;
}

/** Counts how often a field of some objects is read. */
class ReadCounter {
  reads = 0;

  watch<T extends object>(list: readonly T[]): readonly T[] {
    return list.map(
      (item) =>
        new Proxy(item, {
          get: (target, key) => {
            this.reads += 1;
            return Reflect.get(target, key);
          },
        }),
    );
  }
}
