import { describe, expect, it } from "vitest";
import { applyTo, changed, failOn, makeEngine, names, running, store, web } from "../../test/applying.ts";
import { plan } from "../plan/plan.ts";
import { attachSecrets } from "../plan/secrets.ts";
import { containerSpec, createMemoryDriver, desiredState, findByName } from "../testing/index.ts";
import { apply } from "./apply.ts";
import type { ApplyEvent } from "./event.ts";

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
    expect(result.skipped).toEqual(
      ["container.start/web", "container.wait/web"].map((actionId) => ({
        actionId,
        target: expect.objectContaining({ name: "web" }),
        because: { kind: "failed", actionId: "container.create/web" },
      })),
    );
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
      beforeExecute: async ({ type }) => {
        // Waiting costs the engine nothing, and is not counted.
        if (type === "container.wait") return;
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

  it("goes on with a container that is begun before it begins another", async () => {
    const driver = createMemoryDriver({ engine: makeEngine() });
    await applyTo(driver, [web, store], { concurrency: 1 });
    expect(driver.executed).toEqual([
      "network.create/hashike",
      "container.create/store",
      "container.start/store",
      "container.create/web",
      "container.start/web",
      "container.wait/store",
      "container.wait/web",
    ]);
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
      "action.skipped container.wait/web",
      "undo.finished container.remove/web:undo",
      "apply.finished",
    ]);
    expect(events.at(-1)).toEqual({ type: "apply.finished", result });
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  it("waits for what is new, tells what it said last when it does not work, and leaves it to be looked at", async () => {
    const driver = createMemoryDriver({ engine: makeEngine() });
    driver.engine.behave = (spec) =>
      spec.name === "web" ? { state: "exited", exitCode: 7, lines: ["boom"] } : { state: "running" };
    const result = await applyTo(driver, [web, store]);
    expect(result.failed.map((f) => [f.actionId, f.error.details])).toEqual([
      ["container.wait/web", ["boom"]],
    ]);
    expect(names(result.created)).toEqual(["hashike", "store"]);
    expect(result.undone).toEqual([]);
    expect(findByName(driver.engine, "web")?.exitCode).toBe(7);
  });

  it("waits for nothing that is new when it is not to", async () => {
    const driver = createMemoryDriver({ engine: makeEngine() });
    const desired = desiredState([web]);
    const { actions } = plan(desired, await driver.observe(desired), { wait: false });
    expect(actions.filter((a) => a.type === "container.wait")).toEqual([]);
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
