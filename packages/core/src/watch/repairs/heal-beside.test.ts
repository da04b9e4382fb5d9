import { describe, expect, it } from "vitest";
import { type RunningWatch, startWatch } from "../../../test/start-watch.ts";
import { HashikeError } from "../../errors.ts";
import { containerSpec, probeSpec } from "../../testing/builders.ts";

const readiness = probeSpec({ kind: "exec", command: ["true"] }, { periodSeconds: 1 });
const slow = containerSpec({ name: "slow", probes: { readiness } });
const web = containerSpec({ name: "web" });
const store = containerSpec({ name: "store" });
const second = 1000;

interface SlowWatch extends RunningWatch {
  /** Removes containers, and gets into the apply that brings them back: it waits so long for `slow`. */
  applyFor(seconds: number, ...removed: readonly string[]): Promise<void>;
}

async function startSlowWatch(): Promise<SlowWatch> {
  let waitMs = 0;
  const running: RunningWatch = await startWatch([slow, web, store], {
    async beforeExecute({ type, target }, { signal }) {
      if (type === "container.wait" && target.name === "slow" && waitMs > 0)
        await running.clock.sleep(waitMs, signal);
    },
  });
  await running.clock.advance(15 * second);
  running.causes();
  running.took("repair.planned");
  running.took("cycle.finished");
  return {
    ...running,
    async applyFor(seconds, ...removed) {
      waitMs = seconds * second;
      for (const name of removed) running.driver.byHand.remove(name);
      await running.clock.advance(second);
    },
  };
}

describe("while something takes its time to become ready", () => {
  it("what happens to another container is put right within a second, and only that", async () => {
    const { clock, driver, states, took, causes, applyFor } = await startSlowWatch();
    await applyFor(60, "slow");
    driver.byHand.kill("web");
    driver.byHand.remove("store");
    await clock.advance(second);
    expect(states()).toEqual({ slow: "running", web: "running", store: "running" });
    expect(took("repair.planned").map((e) => e.plan.changes.map((c) => c.target.name))).toEqual([
      ["store", "web"],
    ]);
    expect(took("cycle.finished")).toEqual([]);
    await clock.advance(60 * second);
    expect(took("cycle.finished").map((e) => e.status)).toEqual(["done", "idle"]);
    expect(causes()).toEqual([["engineEvent"], ["afterApply"]]);
  });

  it("one repair follows the other, also of the same container and of one that the apply has done with", async () => {
    const { clock, driver, states, took, applyFor } = await startSlowWatch();
    await applyFor(60, "slow", "web");
    for (const name of ["store", "web", "store", "web"]) {
      driver.byHand.kill(name);
      await clock.advance(second + 500);
      expect(states()[name]).toBe("running");
    }
    expect([took("repair.planned").length, took("cycle.finished")]).toEqual([4, []]);
  });

  it("what would take another one's place waits for the end of the apply", async () => {
    const { clock, driver, source, readNow, took, applyFor } = await startSlowWatch();
    await applyFor(30, "slow");
    source([slow, containerSpec({ name: "web", args: ["x"] }), store]);
    readNow();
    driver.byHand.kill("store");
    await clock.advance(10 * second);
    // It was planned from what the apply is made from.
    expect(took("repair.planned").flatMap((e) => e.plan.changes.map((c) => c.target.name))).toEqual([
      "store",
    ]);
    await clock.advance(30 * second);
    expect([...driver.engine.containers.values()].find((c) => c.name === "web")?.spec?.args).toEqual(["x"]);
  });

  it("the source is read, at its interval and when asked, and applied when it is done", async () => {
    const { clock, source, reads, readNow, states, took, applyFor } = await startSlowWatch();
    await applyFor(300, "slow");
    const before = reads();
    await clock.advance(180 * second);
    expect(reads()).toBe(before + 3);
    source([slow, web]);
    readNow();
    await clock.advance(second);
    expect([reads(), took("source.changed").length, took("cycle.finished")]).toEqual([before + 4, 2, []]);
    await clock.advance(120 * second);
    expect(states()).toEqual({ slow: "running", web: "running" });
  });

  it("what happens to that one itself is no repair beside it, but looked at when it is done", async () => {
    const { clock, driver, states, causes, took, applyFor } = await startSlowWatch();
    await applyFor(30, "slow");
    driver.byHand.pause("slow");
    await clock.advance(20 * second);
    expect([took("repair.planned"), causes()]).toEqual([[], [["engineEvent"]]]);
    await clock.advance(10 * second);
    expect(states().slow).toBe("running");
  });

  it("what the apply makes while a repair looks is not made again from what it saw", async () => {
    const { clock, driver, source, readNow, states, took } = await startSlowWatch();
    const { execute, observe } = driver;
    driver.execute = async (action, context) => {
      // An image of 60 s, and a container of 3 s.
      if (action.type === "image.pull") await clock.sleep(60 * second, context.signal);
      if (action.id === "container.create/late") await clock.sleep(3 * second, context.signal);
      return execute(action, context);
    };
    source([
      ...[slow, web, store, containerSpec({ name: "late" })],
      containerSpec({ name: "pulled", image: "app:2" }),
    ]);
    readNow();
    await clock.advance(second);
    driver.observe = async (desired, options) => {
      const seen = await observe(desired, options);
      await clock.sleep(5 * second, new AbortController().signal);
      return seen;
    };
    driver.byHand.kill("web");
    await clock.advance(10 * second);
    expect(states()).toMatchObject({ web: "running", late: "running" });
    expect(took("repair.planned").map((e) => e.plan.changes.map((c) => c.target.name))).toEqual([["web"]]);
    driver.observe = observe;
    await clock.advance(60 * second);
    expect(took("cycle.finished").map((e) => e.status)).toEqual(["done", "idle"]);
  });

  it("a repair that fails makes the cycle one that failed, which is tried again", async () => {
    const { clock, driver, causes, took } = await startSlowWatch();
    const { execute } = driver;
    let failures = 1;
    driver.execute = async (action, context) => {
      if (action.id === "container.wait/slow") await clock.sleep(5 * second, context.signal);
      if (action.id === "container.start/web" && failures-- > 0)
        throw new HashikeError("DRIVER_CONTAINER_START_FAILED", "no");
      return execute(action, context);
    };
    driver.byHand.remove("slow");
    await clock.advance(second);
    driver.byHand.kill("web");
    await clock.advance(9 * second);
    expect(took("cycle.finished").map((e) => e.status)).toEqual(["failed", "done", "idle"]);
    expect(causes()).toEqual([["engineEvent"], ["retry"], ["afterApply"]]);
  });
});

describe("what happens right after a repair", () => {
  it.each([
    ["to another container", "store"],
    ["to the same one", "web"],
  ])("%s is put right within a second", async (_, second) => {
    const { clock, driver, states } = await startSlowWatch();
    driver.byHand.remove("web");
    while (states().web !== "running") await clock.advance(10);
    driver.byHand.kill(second);
    await clock.advance(200);
    expect(states()).toEqual({ slow: "running", web: "running", store: "running" });
  });
});
