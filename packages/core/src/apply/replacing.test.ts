import { describe, expect, it } from "vitest";
import { applyTo, changed, failOn, onData, onPort, running, store, web } from "../../test/applying.ts";
import { plan } from "../plan/plan.ts";
import { desiredState, findByName } from "../testing/index.ts";
import { heldPorts } from "../testing/memory-engine.ts";
import { apply } from "./apply.ts";

describe.each([
  ["side by side", web, changed],
  ["by a switch", onPort(web), onPort(changed)],
  ["stopped first", onData(web), onData(changed)],
])("replacing %s", (_way, before, after) => {
  it("leaves the old container serving, whichever action of it fails", async () => {
    const dry = await running([before]);
    const desired = desiredState([after]);
    const members = plan(desired, await dry.observe(desired)).actions.filter((a) => a.group !== undefined);
    expect(members.length).toBeGreaterThan(5);
    for (const { id } of members) {
      const driver = await running([before], failOn(id));
      const old = findByName(driver.engine, "web");
      const was = [old?.id, "web", "running", JSON.stringify(old?.networks)];
      const result = await applyTo(driver, [after]);
      expect([id, result.status]).toEqual([id, "failed"]);
      expect(result.replaced).toEqual([]);
      expect(
        [...driver.engine.containers.values()].map((c) => [
          c.id,
          c.name,
          c.state,
          JSON.stringify(c.networks),
        ]),
      ).toEqual([was]);
      expect([...driver.engine.networks.keys()]).toEqual(["hashike"]);
      expect(result.undone.every((u) => u.error === undefined)).toBe(true);
    }
  });

  it("remembers a revision that failed, and leaves it alone for longer each time", async () => {
    const driver = await running([before]);
    const usual = driver.engine.behave;
    driver.engine.behave = (spec) =>
      spec.env.some((v) => "value" in v && v.value === "prod")
        ? { state: "running", readiness: "never", lines: ["no database"] }
        : usual(spec);
    const desired = desiredState([after]);
    const attempt = async () => {
      const made = plan(desired, await driver.observe(desired));
      const result = await apply(made, driver);
      return { made, result };
    };
    const first = await attempt();
    expect(first.result.failed[0]?.error.details).toEqual(["no database"]);
    const [held] = (await attempt()).made.heldBack;
    expect(held).toMatchObject({ failed: { failures: 1 }, untilSeconds: driver.engine.nowSeconds + 60 });
    driver.engine.nowSeconds += 60;
    expect((await attempt()).result.status).toBe("failed");
    driver.engine.nowSeconds += 60;
    const [again] = (await attempt()).made.heldBack;
    expect(again).toMatchObject({ failed: { failures: 2 }, untilSeconds: driver.engine.nowSeconds + 60 });
    const retried = plan(desired, await driver.observe(desired), { retryFailed: true });
    expect(retried.heldBack).toEqual([]);
    driver.engine.behave = usual;
    expect((await apply(retried, driver)).status).toBe("done");
    expect([...driver.engine.revisions.values()].some((note) => note.failed !== undefined)).toBe(false);
  });
});

describe("replacing", () => {
  it("leaves the old one its host port when the new one ends before it is to have it", async () => {
    const driver = await running([onPort(web)], ({ id }) => {
      const candidate = findByName(driver.engine, "Web");
      if (id === "container.switch/web" && candidate !== undefined) candidate.state = "exited";
    });
    const old = findByName(driver.engine, "web")?.id;
    const result = await applyTo(driver, [onPort(changed)]);
    expect(result.failed.map((f) => f.actionId)).toEqual(["container.switch/web"]);
    const left = [...driver.engine.containers.values()];
    expect(left.map((c) => [c.id, c.name, heldPorts(c, driver.engine).length])).toEqual([[old, "web", 1]]);
    expect([...driver.engine.networks.keys()]).toEqual(["hashike"]);
  });

  it("stops the old one first where the engine cannot park, and holds nothing against the revision", async () => {
    const driver = await running([onPort(web)]);
    driver.engine.whyNoParks = "there is no macvlan";
    const old = findByName(driver.engine, "web");
    const first = await applyTo(driver, [onPort(changed)]);
    expect(first.failed.map((f) => f.error.code)).toEqual(["DRIVER_CANNOT_PARK"]);
    expect([...driver.engine.containers.values()]).toEqual([old]);
    expect(driver.engine.revisions.size).toBe(0);
    const desired = desiredState([onPort(changed)]);
    const next = plan(desired, await driver.observe(desired));
    expect(next.changes[0]?.rollout).toEqual({
      rung: "stop-first",
      reason: "both use host port 8000, and there is no macvlan",
    });
    expect((await apply(next, driver)).status).toBe("done");
  });

  it("drains the old one for as long as it is to, and not at all for 0 seconds", async () => {
    const drained = (seconds: number) => {
      const update = { ...changed.update, drainSeconds: seconds };
      return desiredState([{ ...changed, update }]);
    };
    const driver = await running([web]);
    const observed = await driver.observe(drained(0));
    const waits = (seconds: number) =>
      plan(drained(seconds), observed).actions.flatMap((a) =>
        a.type === "container.wait" && a.until.kind === "drained" ? [a.until.seconds] : [],
      );
    expect([waits(0), waits(7)]).toEqual([[], [7]]);
  });

  it("switches all or nothing when it is to be atomic", async () => {
    const both = [onPort(web), onData({ ...store, env: web.env })];
    const next = [onPort(changed), onData({ ...store, env: changed.env })];
    const driver = await running(both);
    const before = [...driver.engine.containers.values()].map((c) => [c.id, c.name, c.state]);
    driver.engine.behave = (spec) =>
      spec.name === "store" && spec.env.some((v) => "value" in v && v.value === "prod")
        ? { state: "running", readiness: "never" }
        : { state: "running" };
    const desired = desiredState(next);
    const made = plan(desired, await driver.observe(desired), { atomic: true });
    const result = await apply(made, driver);
    expect(result.status).toBe("failed");
    expect(result.replaced).toEqual([]);
    expect([...driver.engine.containers.values()].map((c) => [c.id, c.name, c.state])).toEqual(before);
  });

  it("keeps the new container when only the old one could not be removed", async () => {
    const driver = await running([web], failOn("container.remove/web:retired"));
    const result = await applyTo(driver, [changed]);
    expect(result.status).toBe("failed");
    expect(findByName(driver.engine, "web")?.spec?.env).toEqual([{ name: "MY_ENV", value: "prod" }]);
    expect(findByName(driver.engine, "web")?.state).toBe("running");
    expect(result.undone).toEqual([]);
  });

  it("holds back who is to have the port of one that is held back", async () => {
    const driver = await running([onPort(web), store]);
    const usual = driver.engine.behave;
    driver.engine.behave = (spec) =>
      spec.name === "web" ? { state: "running", readiness: "never" } : usual(spec);
    const desired = desiredState([changed, onPort(store)]);
    const atomic = plan(desired, await driver.observe(desired), { atomic: true });
    expect((await apply(atomic, driver)).status).toBe("failed");
    // As when the apply was killed before it had noted both, and the old one was started again.
    for (const [key, note] of driver.engine.revisions) {
      if (note.container === "store") driver.engine.revisions.delete(key);
    }
    const old = findByName(driver.engine, "web");
    if (old !== undefined) old.state = "running";
    const next = plan(desired, await driver.observe(desired));
    expect(next.heldBack.map(({ target }) => target.name)).toEqual(["store", "web"]);
    expect(next.changes).toEqual([]);
  });

  it("leaves a new container its name when it is not ready, and cannot be stopped for the old one", async () => {
    const driver = await running([web], failOn("container.stop/web:back"));
    const engine = driver.engine;
    const current = findByName(engine, "web");
    if (current === undefined) throw new Error("web is not there");
    engine.containers.set("old", { ...current, id: "old", name: "web.hashike-old", state: "exited" });
    engine.behave = () => ({ state: "running", readiness: "never" });
    const result = await applyTo(driver, [web]);
    expect(result.status).toBe("failed");
    expect(findByName(engine, "web")).toMatchObject({ id: current.id, state: "running" });
    expect(findByName(engine, "web.hashike-old")).toMatchObject({ id: "old", state: "exited" });
  });

  it("tells of a compensation that fails as well", async () => {
    const driver = await running([onData(web)], (action) => {
      failOn("container.start/web")(action);
      failOn("container.start/web:undo")(action);
    });
    const result = await applyTo(driver, [onData(changed)]);
    expect(result.undone.filter((u) => u.error !== undefined).map((u) => u.actionId)).toEqual([
      "container.start/web:undo",
    ]);
  });
});
