import { describe, expect, it } from "vitest";
import { HashikeError } from "../errors.ts";
import type { Action } from "../plan/action.ts";
import { plan } from "../plan/plan.ts";
import { attachSecrets } from "../plan/secrets.ts";
import {
  containerSpec,
  createMemoryDriver,
  createMemoryEngine,
  desiredState,
  findByName,
} from "../testing/index.ts";
import { apply } from "./apply.ts";
import type { ApplyEvent } from "./event.ts";

const web = containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "test" }] });
const changed = containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "prod" }] });
const onPort = (spec: typeof web) => ({
  ...spec,
  ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" as const }],
});
const onData = (spec: typeof web) => ({
  ...spec,
  mounts: [{ type: "volume" as const, volume: "data", target: "/data", readOnly: false }],
});
const store = containerSpec({ name: "store", image: "db:1" });

function makeEngine() {
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  engine.images.set("db:1", { id: "db-id", digests: [] });
  return engine;
}

/** A driver whose engine runs the given specs already, and that fails where told. */
async function running(specs: Parameters<typeof desiredState>[0], beforeExecute?: (action: Action) => void) {
  let armed = false;
  const driver = createMemoryDriver({
    engine: makeEngine(),
    beforeExecute: (action) => {
      if (armed) beforeExecute?.(action);
    },
  });
  const desired = desiredState(specs);
  const first = await apply(plan(desired, await driver.observe(desired)), driver);
  expect(first.status).toBe("done");
  armed = true;
  return driver;
}

async function applyTo(
  driver: ReturnType<typeof createMemoryDriver>,
  specs: Parameters<typeof desiredState>[0],
  options: Parameters<typeof apply>[2] = {},
) {
  const desired = desiredState(specs);
  return apply(plan(desired, await driver.observe(desired)), driver, options);
}

function failOn(id: string) {
  return (action: Action) => {
    if (action.id === id) throw new HashikeError("DRIVER_ENGINE_ERROR", `no ${id} today`);
  };
}

const names = (targets: readonly { readonly name: string }[]) => targets.map((t) => t.name);

describe("apply", () => {
  it("says what it created, and what it left alone the second time", async () => {
    const driver = createMemoryDriver({ engine: makeEngine() });
    const first = await applyTo(driver, [web, store]);
    expect(names(first.created)).toEqual(["hashike", "store", "web"]);
    const second = await applyTo(driver, [web, store]);
    expect(second.created).toEqual([]);
    expect(names(second.unchanged)).toEqual(["hashike", "app:1", "db:1", "store", "web"]);
    expect(second.status).toBe("done");
  });

  it("skips what depends on a failed action, says because of whom, and finishes the rest", async () => {
    const driver = createMemoryDriver({
      engine: makeEngine(),
      beforeExecute: failOn("container.create/web"),
    });
    const result = await applyTo(driver, [web, store]);
    expect(result.status).toBe("failed");
    expect(result.failed.map((f) => [f.actionId, f.error.code])).toEqual([
      ["container.create/web", "DRIVER_ENGINE_ERROR"],
    ]);
    expect(result.skipped).toEqual([
      {
        actionId: "container.start/web",
        target: expect.objectContaining({ name: "web" }),
        because: { kind: "failed", actionId: "container.create/web" },
      },
    ]);
    expect(names(result.created)).toEqual(["hashike", "store"]);
    expect(findByName(driver.engine, "store")?.state).toBe("running");
  });

  it("names the action that failed, not the one skipped in between", async () => {
    const init = containerSpec({ name: "migrate", role: "init" });
    const driver = createMemoryDriver({
      engine: makeEngine(),
      beforeExecute: failOn("container.create/migrate"),
    });
    const result = await applyTo(driver, [init, web]);
    expect(new Set(result.skipped.map((s) => JSON.stringify(s.because)))).toEqual(
      new Set([JSON.stringify({ kind: "failed", actionId: "container.create/migrate" })]),
    );
    expect(result.skipped.map((s) => s.actionId)).toContain("container.start/web");
  });

  describe.each([
    ["side by side", web, changed],
    ["as a warm swap", onPort(web), onPort(changed)],
    ["stopped first", onData(web), onData(changed)],
  ])("replacing %s", (_way, before, after) => {
    it("leaves the old container serving, whichever action of it fails", async () => {
      const dry = await running([before]);
      const desired = desiredState([after]);
      const members = plan(desired, await dry.observe(desired)).actions.filter((a) => a.group !== undefined);
      expect(members.length).toBeGreaterThan(5);
      for (const { id, when } of members) {
        if (when?.gave === "notReady") continue;
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
          ? { state: "running", readiness: "broken", lines: ["no database"] }
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

  it("tries in place what does not get ready without the outside world", async () => {
    const driver = await running([onPort(web)]);
    driver.engine.behave = () => ({ state: "running", readiness: "outside" });
    const result = await applyTo(driver, [onPort(changed)]);
    expect(result.status).toBe("done");
    expect(names(result.replaced)).toEqual(["web"]);
    expect(driver.executed).toContain("container.stop/web:in-place");
    expect([...driver.engine.containers.values()].map((c) => [c.name, c.state])).toEqual([
      ["web", "running"],
    ]);
    expect([...driver.engine.networks.keys()]).toEqual(["hashike"]);
  });

  it("does not try in place what became ready staged before", async () => {
    const driver = await running([onPort(web)]);
    expect((await applyTo(driver, [onPort(changed)])).status).toBe("done");
    driver.engine.behave = () => ({ state: "running", readiness: "outside" });
    const old = findByName(driver.engine, "web")?.id;
    const result = await applyTo(driver, [onPort(web)]);
    expect(result.status).toBe("failed");
    expect(findByName(driver.engine, "web")).toMatchObject({ id: old, state: "running" });
    expect(driver.executed).not.toContain("container.stop/web:in-place");
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
      spec.name === "web" ? { state: "running", readiness: "broken" } : usual(spec);
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

  it("removes nothing that is no longer wanted while something new fails", async () => {
    const driver = await running([web, store], failOn("container.start/web"));
    const result = await applyTo(driver, [changed]);
    expect(result.removed).toEqual([]);
    expect(findByName(driver.engine, "store")?.state).toBe("running");
  });

  it("begins nothing new after an abort, and takes back what is half done", async () => {
    const abort = new AbortController();
    const driver = await running([web, store], (action) => {
      if (action.id === "container.wait/web") abort.abort();
    });
    const result = await applyTo(driver, [changed, store], { signal: abort.signal });
    expect(result.status).toBe("aborted");
    expect(result.failed).toEqual([]);
    expect([...driver.engine.containers.values()].map((c) => [c.name, c.state]).sort()).toEqual([
      ["store", "running"],
      ["web", "running"],
    ]);
    expect(result.skipped.every((s) => s.because.kind === "aborted")).toBe(true);
  });

  it("does nothing at all when aborted before", async () => {
    const driver = createMemoryDriver({ engine: makeEngine() });
    const result = await applyTo(driver, [web], { signal: AbortSignal.abort() });
    expect(result.status).toBe("aborted");
    expect(driver.executed).toEqual([]);
  });

  it.each([1, 3])("runs at most %i actions at once, and uses them", async (concurrency) => {
    let atOnce = 0;
    let most = 0;
    const driver = createMemoryDriver({
      engine: makeEngine(),
      beforeExecute: async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        // Lets every other action that may begin do so first.
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        atOnce -= 1;
      },
    });
    const specs = Array.from({ length: 8 }, (_, i) => containerSpec({ name: `web${i}` }));
    await applyTo(driver, specs, { concurrency });
    expect(most).toBe(concurrency);
  });

  it("tells everything as events, the plan first and the result last, each action begun before it ends", async () => {
    const events: ApplyEvent[] = [];
    const driver = createMemoryDriver({ engine: makeEngine(), beforeExecute: failOn("container.start/web") });
    const result = await applyTo(driver, [web], { onEvent: (event) => events.push(event) });
    expect(
      events.map((e) => ("actionId" in e && e.type !== "notice" ? `${e.type} ${e.actionId}` : e.type)),
    ).toEqual([
      "apply.started",
      "action.started network.create/hashike",
      "action.finished network.create/hashike",
      "action.started container.create/web",
      "action.finished container.create/web",
      "action.started container.start/web",
      "action.failed container.start/web",
      "undo.started container.remove/web:undo",
      "undo.finished container.remove/web:undo",
      "apply.finished",
    ]);
    expect(events.at(-1)).toEqual({ type: "apply.finished", result });
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  it("refuses a plan whose secrets are not beside it, before any action", async () => {
    const driver = createMemoryDriver({ engine: makeEngine() });
    const secretive = containerSpec({ name: "web", env: [{ name: "DB_PASSWORD", secret: "f00d" }] });
    const desired = desiredState([secretive], { secrets: { f00d: "hunter2" } });
    const made = plan(desired, await driver.observe(desired));
    const reread = JSON.parse(JSON.stringify(made));
    expect(JSON.stringify(made)).not.toContain("hunter2");
    await expect(apply(reread, driver)).rejects.toMatchObject({
      code: "PLAN_SECRET_MISSING",
      message: expect.stringContaining("web: DB_PASSWORD"),
    });
    expect(driver.executed).toEqual([]);
    const result = await apply(attachSecrets(reread, desired.secrets), driver);
    expect(result.status).toBe("done");
  });
});
