import { describe, expect, it } from "vitest";
import { createSimulatedClock } from "../../test/simulated-clock.ts";
import { apply } from "../apply/apply.ts";
import type { EngineEvent } from "../apply/driver.ts";
import { plan as makePlan } from "../plan/plan.ts";
import { containerSpec, desiredState, testOwner } from "../testing/builders.ts";
import { createMemoryDriver } from "../testing/memory-driver.ts";
import { createDoings } from "./doings.ts";
import { lightRepairs } from "./repairs/light-repairs.ts";

const web = containerSpec({ name: "web" });
const store = containerSpec({ name: "store" });
const event = (action: string, name: string): EngineEvent => ({
  action,
  container: { id: `id of ${name}`, name, ownership: { kind: "owned", owner: testOwner } },
});

/** `web` is replaced, `store` is missing. */
async function planned(image = "app:1") {
  const driver = createMemoryDriver();
  for (const name of ["app:1", "app:2"])
    driver.engine.remotes.set(name, { status: "current", digest: `sha256:${name}` });
  const before = desiredState([web]);
  await apply(makePlan(before, await driver.observe(before)), driver);
  const after = desiredState([
    { ...web, args: ["x"] },
    { ...store, image },
  ]);
  return makePlan(after, await driver.observe(after));
}

describe("what the engine tells of an apply", () => {
  it("is its echo, until a little after its end, and that of others is not", async () => {
    const clock = createSimulatedClock();
    const doings = createDoings({ clock, onHappened: () => {} });
    const doing = doings.begin(await planned());
    const isByOthers = () =>
      ["web", "web.hashike-new", "Web", "other"].map((name) => doings.isByOthers(event("die", name)));
    expect(isByOthers()).toEqual([false, false, false, true]);
    doing.end("done");
    expect(isByOthers()).toEqual([false, false, false, true]);
    await clock.advance(300);
    expect(isByOthers()).toEqual([true, true, true, true]);
  });

  it("is its echo only as far as its actions make the engine tell that", async () => {
    const driver = createMemoryDriver();
    driver.engine.remotes.set("app:1", { status: "current", digest: "sha256:app:1" });
    const desired = desiredState([web]);
    await apply(makePlan(desired, await driver.observe(desired)), driver);
    for (const container of driver.engine.containers.values()) container.state = "exited";
    const plan = makePlan(desired, await driver.observe(desired));
    expect(plan.actions.map(({ type }) => type)).toEqual([
      "container.update",
      "container.start",
      "container.wait",
    ]);
    const doings = createDoings({ clock: createSimulatedClock(), onHappened: () => {} });
    const doing = doings.begin(plan);
    for (const { id: actionId, type: actionType, target } of plan.actions)
      doing.follow({ type: "action.finished", actionId, actionType, target });
    expect(["update", "die"].map((action) => doings.isByOthers(event(action, "web")))).toEqual([false, true]);
  });

  it("counts for a container that is only created as soon as that is done, and not when it failed", async () => {
    const happened: EngineEvent[] = [];
    const doings = createDoings({ clock: createSimulatedClock(), onHappened: (e) => happened.push(e) });
    const plan = await planned();
    const died = event("die", "store");
    const first = doings.begin(plan);
    expect(doings.isByOthers(died)).toBe(false);
    const before = doings.atWorkFromNow();
    for (const { id: actionId, type: actionType, target } of plan.actions)
      if (target.name === "store") first.follow({ type: "action.finished", actionId, actionType, target });
    expect([happened, doings.isByOthers(died)]).toEqual([[died], true]);
    // A look that began before that may not have seen it.
    expect(["store", "web", "other"].map(before)).toEqual([true, true, false]);
    expect(["store", "web", "other"].map(doings.atWorkFromNow())).toEqual([false, true, false]);
    const second = doings.begin(plan);
    doings.isByOthers(died);
    second.end("failed");
    expect([happened.length, doings.isByOthers(died)]).toEqual([1, false]);
  });
});

describe("the light repairs of a plan", () => {
  const namesOf = (plan: Awaited<ReturnType<typeof planned>>, isAtWorkOn = (_name: string) => false) =>
    lightRepairs(plan, isAtWorkOn).changes.map(({ target }) => target.name);

  it("are what is missing and needs nothing else, and what nobody is at work on", async () => {
    const plan = await planned();
    expect(plan.changes.map(({ target }) => target.name)).toEqual(["store", "web"]);
    expect(namesOf(plan)).toEqual(["store"]);
    expect(new Set(lightRepairs(plan, () => false).actions.map(({ target }) => target.name))).toEqual(
      new Set(["store"]),
    );
    expect(namesOf(plan, (name) => name === "store")).toEqual([]);
  });

  it("are not what waits for an image", async () => {
    const plan = await planned("app:2");
    expect(plan.actions.map(({ type }) => type)).toContain("image.pull");
    expect(namesOf(plan)).toEqual([]);
  });
});
