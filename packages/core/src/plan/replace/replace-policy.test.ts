import { describe, expect, it } from "vitest";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import {
  containerSpec,
  createFaultyDriver,
  createMemoryDriver,
  desiredState,
  type MemoryEngine,
} from "../../testing/index.ts";
import { plan } from "../plan.ts";
import type { Plan, PlanOptions } from "../plan-types.ts";

const mount = { type: "volume", volume: "data", target: "/data", readOnly: false } as const;
const store = (version: string, fields: Partial<ContainerSpec> = {}) =>
  containerSpec({ name: "store", mounts: [mount], env: [{ name: "VERSION", value: version }], ...fields });

/** An engine on which the first version of `store` runs. */
async function running(first = store("1")) {
  const driver = createMemoryDriver();
  const { engine } = driver;
  engine.images.set("app:1", { id: "app-id", digests: [] });
  const planFor = async (spec: ContainerSpec, options: PlanOptions = {}) => {
    const desired = desiredState([spec]);
    return plan(desired, await driver.observe(desired), options);
  };
  const applyCut = async (made: Plan, crashAfter = Number.POSITIVE_INFINITY) =>
    apply(made, createFaultyDriver(driver, { crashAfter }));
  expect((await applyCut(await planFor(first))).status).toBe("done");
  return { engine, planFor, applyCut };
}

const updates = ({ actions }: Plan) =>
  actions.flatMap((a) =>
    a.type === "container.update" ? [`${a.id} ${a.container.name} ${a.settings.restartPolicy}`] : [],
  );
const isHeld = ({ actions }: Plan) => actions.some((a) => a.type === "container.create" && a.noRestart);

const policies = ({ containers }: MemoryEngine) =>
  Object.fromEntries(
    [...containers.values()].map((c) => [c.name, `${c.state} ${(c.settings ?? c.spec)?.restartPolicy}`]),
  );

/** Where an update of a volume's only container is, just before the new one is started. */
async function cutBeforeStart() {
  const world = await running();
  const made = await world.planFor(store("2"));
  await world.applyCut(
    made,
    made.actions.findIndex((a) => a.id === "container.start/store"),
  );
  return world;
}

describe("who is started when the engine comes back, while the old one is stopped first", () => {
  it("is told just before the start: no more the old one, then the new one", async () => {
    const { planFor } = await running();
    const made = await planFor(store("2"));
    expect(isHeld(made)).toBe(true);
    expect(updates(made)).toEqual([
      "container.update/store:retire store.hashike-old Never",
      "container.update/store:promote store Always",
    ]);
    const ids = made.actions.map((a) => a.id);
    expect(ids.slice(ids.indexOf("container.rename/store:promote"))).toEqual([
      "container.rename/store:promote",
      "container.update/store:retire",
      "container.update/store:promote",
      "container.start/store",
      "container.wait/store",
      "container.remove/store:retired",
    ]);
  });

  it.each<[string, Partial<ContainerSpec>, Partial<ContainerSpec>, readonly string[]]>([
    ["neither", { restartPolicy: "Never" }, { restartPolicy: "Never" }, []],
    ["only the old one", {}, { restartPolicy: "Never" }, [":retire store.hashike-old Never"]],
    [
      "only the new one",
      { restartPolicy: "Never" },
      { restartPolicy: "OnFailure" },
      [":promote store OnFailure"],
    ],
  ])("is told of those that it would start: %s", async (_which, before, after, wanted) => {
    const { planFor } = await running(store("1", before));
    const made = await planFor(store("2", after));
    expect(updates(made)).toEqual(wanted.map((line) => `container.update/store${line}`));
    expect(isHeld(made)).toBe(after.restartPolicy !== "Never");
  });

  it("is not told on an engine that cannot change it", async () => {
    const { engine } = await running();
    const driver = createMemoryDriver({ engine });
    const desired = desiredState([store("2")]);
    const observed = await driver.observe(desired);
    const made = plan(desired, { ...observed, engine: { ...observed.engine, updatablePaths: [] } });
    expect(updates(made)).toEqual([]);
    expect(isHeld(made)).toBe(false);
    expect(made.changes.map((c) => c.rollout?.rung)).toContain("stop-first");
  });

  it("is not told where two may run side by side", async () => {
    const { planFor } = await running(store("1", { mounts: [] }));
    const made = await planFor(store("2", { mounts: [] }));
    expect([updates(made), isHeld(made)]).toEqual([[], false]);
  });

  it("is the old one again after a failure", async () => {
    const { engine, planFor, applyCut } = await running();
    engine.behave = (spec) => ({
      state: "running",
      readiness: spec.env.some((v) => "value" in v && v.value === "2") ? "never" : "ready",
    });
    expect((await applyCut(await planFor(store("2")))).status).toBe("failed");
    expect(policies(engine)).toEqual({ store: "running Always" });
  });
});

describe("an update that was cut off when the engine would start neither", () => {
  it("is made good, also when what hands changed is only to be reported", async () => {
    const { engine, planFor, applyCut } = await cutBeforeStart();
    expect(policies(engine)).toEqual({ "store.hashike-old": "exited Never", store: "created Always" });
    // Back to what was there before: nothing is replaced.
    const made = await planFor(store("1"), { onDrift: "report" });
    expect(updates(made)).toEqual(["container.update/store store Always"]);
    expect(made.notices).toEqual([]);
    await applyCut(made);
    expect(policies(engine)).toEqual({ store: "running Always" });
  });

  it("leaves the old one as it was, when the next update fails before it gets that far", async () => {
    const { engine, planFor } = await cutBeforeStart();
    const made = await planFor(store("2"));
    const at = made.actions.findIndex((a) => a.id === "container.rename/store:retire");
    const driver = createFaultyDriver(createMemoryDriver({ engine }), { faults: new Map([[at, "fail"]]) });
    expect((await apply(made, driver)).status).toBe("failed");
    expect(policies(engine)).toEqual({ store: "running Always" });
  });

  it("is no hand's doing when somebody starts what was down", async () => {
    const { engine, planFor, applyCut } = await cutBeforeStart();
    for (const container of engine.containers.values()) {
      if (container.name === "store") container.state = "running";
      if (container.name === "store" && container.settings !== undefined)
        container.settings = { ...container.settings, restartPolicy: "Never" };
    }
    const made = await planFor(store("2"), { onDrift: "report" });
    expect(made.changes.map((c) => c.cause)).toContainEqual({ kind: "leftover" });
    expect(made.notices).toEqual([]);
    await applyCut(made);
    expect(policies(engine)).toEqual({ store: "running Always" });
    expect((await planFor(store("2"))).actions).toEqual([]);
  });

  it("leaves one that the engine starts, when the new revision is not tried again yet", async () => {
    const { engine, planFor, applyCut } = await running();
    engine.behave = (spec) => ({
      state: "running",
      readiness: spec.env.some((v) => "value" in v && v.value === "2") ? "never" : "ready",
    });
    await applyCut(await planFor(store("2")));
    for (const container of engine.containers.values()) {
      Object.assign(container, { settings: { resources: {}, restartPolicy: "Never", role: "main" } });
    }
    const made = await planFor(store("2"));
    expect(made.heldBack).toHaveLength(1);
    await applyCut(made);
    expect(policies(engine)).toEqual({ store: "running Always" });
    expect((await planFor(store("2"))).actions).toEqual([]);
  });
});
