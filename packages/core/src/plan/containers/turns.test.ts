import { describe, expect, it } from "vitest";
import { apply } from "../../apply/apply.ts";
import type { UpdateSpec } from "../../desired/desired-state.ts";
import { HashikeError } from "../../errors.ts";
import { containerSpec, createMemoryDriver, createMemoryEngine, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import type { PlanOptions } from "../plan-types.ts";
import type { Action } from "../steps/action.ts";
import { neededBy } from "../steps/needed-by.ts";

const base = {
  strategy: "RollingUpdate",
  mayTakeOverPorts: true,
  drainSeconds: 1,
  progressDeadlineSeconds: 600,
} as const;

function pod(name: string, image: string, update: Partial<UpdateSpec> = {}) {
  return containerSpec({ name, image, update: { ...base, ...update } });
}

function engineWith(...images: readonly string[]) {
  const engine = createMemoryEngine();
  for (const image of images) engine.images.set(image, { id: `${image}-id`, digests: [] });
  return engine;
}

async function planOn(
  engine: ReturnType<typeof createMemoryEngine>,
  specs: Parameters<typeof desiredState>[0],
  options: PlanOptions = {},
) {
  const state = desiredState(specs);
  return plan(state, await createMemoryDriver({ engine }).observe(state), options);
}

async function engineRunning(specs: Parameters<typeof desiredState>[0]) {
  const engine = engineWith("app:1", "app:2");
  await apply(await planOn(engine, specs), createMemoryDriver({ engine }));
  return engine;
}

/** Whether an action waits for another one, also by way of others. */
function waits(actions: readonly Action[], id: string, other: string): boolean {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const action = byId.get(id);
  if (action === undefined || !byId.has(other))
    throw new Error(`no ${id} or ${other} in ${[...byId.keys()]}`);
  return neededBy([action], byId).has(other);
}

describe("containers that change in turn", () => {
  const turn = { create: [], replace: ["a"] };
  const ones = [pod("a", "app:1"), pod("b", "app:1", { turn })];
  const twos = [pod("a", "app:2"), pod("b", "app:2", { turn })];

  it("are replaced one after the other, once the one before has the name", async () => {
    const { actions } = await planOn(await engineRunning(ones), twos);
    expect(waits(actions, "container.create/b", "container.wait/a")).toBe(true);
    expect(waits(actions, "container.create/b", "container.rename/a:promote")).toBe(true);
    expect(waits(actions, "container.create/b", "container.stop/a")).toBe(false);
  });

  it("wait for nobody with whom nothing is done", async () => {
    const engine = await engineRunning([pod("a", "app:2"), pod("b", "app:1")]);
    const { actions } = await planOn(engine, twos);
    expect(actions.map(({ id }) => id)).not.toContain("container.wait/a:needed");
    expect(actions.find(({ id }) => id === "container.create/b")?.dependsOn).toEqual([]);
  });

  it("are created side by side, unless they say otherwise", async () => {
    const engine = engineWith("app:1");
    expect(waits((await planOn(engine, ones)).actions, "container.create/b", "container.wait/a")).toBe(false);
    const inOrder = [pod("a", "app:1"), pod("b", "app:1", { turn: { create: ["a"], replace: [] } })];
    for (const wait of [true, false]) {
      const { actions } = await planOn(engine, inOrder, { wait });
      expect(waits(actions, "container.create/b", "container.wait/a")).toBe(true);
    }
  });

  it("do not wait for each other where one is created after one that is replaced after it", async () => {
    const both = (image: string) => [
      pod("a", image, { turn: { create: [], replace: ["b"] } }),
      pod("b", image, { turn: { create: ["a"], replace: [] } }),
    ];
    const engine = await engineRunning([pod("a", "app:1")]);
    const { actions } = await planOn(engine, both("app:2"));
    expect(waits(actions, "container.create/a", "container.wait/b")).toBe(true);
    expect(waits(actions, "container.create/b", "container.wait/a")).toBe(false);
  });

  it("are held back behind one that failed, until that is tried again", async () => {
    const engine = await engineRunning(ones);
    engine.behave = ({ image }) => ({ state: image === "app:2" ? "exited" : "running" });
    const result = await apply(await planOn(engine, twos), createMemoryDriver({ engine }));
    expect(result.status).toBe("failed");
    const again = await planOn(engine, twos);
    expect(again.actions).toEqual([]);
    expect(again.heldBack.map(({ target }) => target.name)).toEqual(["a", "b"]);
    engine.nowSeconds += 60;
    expect((await planOn(engine, twos)).actions).not.toEqual([]);
  });

  it("are all one group with --atomic, and wait in no cycle", async () => {
    const { actions } = await planOn(await engineRunning(ones), twos, { atomic: true });
    expect(waits(actions, "container.rename/a:retire", "container.wait/b")).toBe(true);
  });
});

describe("containers that are replaced all at once", () => {
  const update = { strategy: "Recreate", allAtOnce: true } as const;
  const all = (image: string) => [pod("a", image, update), pod("b", image, update)];

  it("start when all old ones have stopped", async () => {
    const { actions } = await planOn(await engineRunning(all("app:1")), all("app:2"));
    for (const [one, other] of ["ab", "ba"]) {
      expect(waits(actions, `container.start/${one}`, `container.stop/${other}`)).toBe(true);
    }
  });

  it("are all taken back when one fails: old and new ones never run at once", async () => {
    const engine = await engineRunning(all("app:1"));
    engine.behave = ({ name, image }) => ({
      state: image === "app:2" && name === "b" ? "exited" : "running",
    });
    const mixed: string[] = [];
    const driver = createMemoryDriver({
      engine,
      beforeExecute: () => {
        const images = new Set(
          [...engine.containers.values()].flatMap((c) => (c.state === "running" ? [c.image] : [])),
        );
        if (images.size > 1) mixed.push([...images].join(" "));
      },
    });
    expect((await apply(await planOn(engine, all("app:2")), driver)).status).toBe("failed");
    expect(mixed).toEqual([]);
    const left = [...engine.containers.values()].map(({ name, image, state }) => [name, image, state]);
    expect(left.sort()).toEqual([
      ["a", "app:1", "running"],
      ["b", "app:1", "running"],
    ]);
    expect((await planOn(engine, all("app:2"))).actions).toEqual([]);
  });

  it("do not wait for each other when nothing of them is there", async () => {
    const { actions } = await planOn(engineWith("app:1"), all("app:1"));
    expect(actions.find(({ id }) => id === "container.create/b")?.group).toBe("container/b");
  });
});

describe("fewer of the same", () => {
  const owner = { kind: "Deployment", namespace: "default", name: "shop" };
  const named = (...names: readonly string[]) =>
    names.map((name) => containerSpec({ name, owner, image: "app:1" }));

  it("is no accident where the owner says how many, and what goes last can be the first", async () => {
    const engine = await engineRunning(named("s-0", "s-2", "s-10"));
    const fewer = (scaling: "together" | "lastFirst" | undefined) => {
      const state = desiredState(named("s-0"));
      return {
        ...state,
        owners: [owner],
        ...(scaling && { scaling: { "Deployment/default/shop": scaling } }),
      };
    };
    const observed = await createMemoryDriver({ engine }).observe(fewer(undefined));
    expect(() => plan(fewer(undefined), observed)).toThrow(HashikeError);
    const ordered = plan(fewer("lastFirst"), observed).actions;
    expect(waits(ordered, "container.stop/s-2:orphan", "container.remove/s-10:orphan")).toBe(true);
    const together = plan(fewer("together"), observed).actions;
    expect(waits(together, "container.stop/s-2:orphan", "container.remove/s-10:orphan")).toBe(false);
  });
});
