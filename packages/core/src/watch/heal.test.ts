import { describe, expect, it } from "vitest";
import { startWatch } from "../../test/start-watch.ts";
import type { ImagePolicy } from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import { containerSpec, desiredState, testOwner } from "../testing/builders.ts";
import { createMemoryEngine, type MemoryEngine } from "../testing/memory-engine.ts";

const web = containerSpec({ name: "web" });
const store = containerSpec({ name: "store" });
const second = 1000;
const minute = 60 * second;

/** An engine that has the image already. */
function withImage(reference: string): MemoryEngine {
  const engine = createMemoryEngine();
  engine.images.set(reference, { id: "sha256:local", digests: [`sha256:${reference}`] });
  return engine;
}

describe("what happens to a container", () => {
  it.each(["kill", "pause", "remove"] as const)("by %s is put right within a second", async (hand) => {
    const { clock, driver, states, causes } = await startWatch([web, store]);
    await clock.advance(5 * second);
    causes();
    driver.byHand[hand]("web");
    await clock.advance(second);
    expect(states()).toEqual({ web: "running", store: "running" });
    await clock.advance(5 * second);
    expect(causes()).toEqual([["engineEvent"], ["afterApply"]]);
  });

  it("by a network that it was taken from is put right", async () => {
    const { clock, driver } = await startWatch([web]);
    await clock.advance(5 * second);
    driver.byHand.disconnect("web", "hashike");
    await clock.advance(second);
    expect([...driver.engine.containers.values()][0]?.networks).toHaveLength(1);
  });

  it("right after an apply is seen, also when there was a look in between", async () => {
    const { clock, driver, source, readNow, states, causes } = await startWatch([web]);
    source([web]);
    readNow();
    await clock.settle();
    expect(causes()).toEqual([["sourceChanged"], ["sourceChanged"]]);
    driver.byHand.kill("web");
    await clock.advance(second);
    expect(states()).toEqual({ web: "running" });
  });

  it("does not matter when it is not ours", async () => {
    const { clock, driver, causes } = await startWatch([web]);
    await clock.advance(5 * second);
    causes();
    const [ours] = driver.engine.containers.values();
    if (ours === undefined) throw new Error("it is there");
    const other = { kind: "owned", owner: { ...testOwner, name: "other" } } as const;
    for (const [name, ownership] of [["a", { kind: "foreign" }] as const, ["b", other] as const])
      driver.engine.containers.set(name, { ...ours, id: name, name, ownership });
    for (const name of ["a", "b"]) driver.byHand.kill(name);
    await clock.advance(5 * second);
    expect(causes()).toEqual([]);
  });

  it("in a burst gives one look", async () => {
    const { clock, driver, causes, took } = await startWatch([web, store]);
    await clock.advance(5 * second);
    causes();
    for (const name of ["web", "store"]) driver.byHand.remove(name);
    await clock.advance(second);
    expect(causes()[0]).toEqual(["engineEvent"]);
    expect(
      took("cycle.planned")
        .at(-1)
        ?.plan.changes.map((c) => c.target.name),
    ).toEqual(["store", "web"]);
  });

  it("again and again is looked at more and more rarely, but that to others at once", async () => {
    const { clock, driver, states, causes } = await startWatch([web, store]);
    await clock.advance(5 * second);
    causes();
    for (let n = 0; n < 600; n++) {
      if (states().web === "running") driver.byHand.kill("web");
      await clock.advance(100);
    }
    expect(causes().length).toBeLessThan(9);
    await clock.advance(2 * second);
    driver.byHand.kill("store");
    await clock.advance(second);
    expect(states().store).toBe("running");
    await clock.advance(2 * minute);
    expect(states().web).toBe("running");
  });

  it("is put right also when the engine tells of it before its lists do", async () => {
    const { clock, driver, states } = await startWatch([web]);
    await clock.advance(5 * second);
    const { observe } = driver;
    let looks = 0;
    driver.observe = async (desired, options) => {
      const observed = await observe(desired, options);
      looks += 1;
      if (looks > 2) return observed;
      return { ...observed, containers: observed.containers.map((c) => ({ ...c, state: "running" })) };
    };
    driver.byHand.kill("web");
    await clock.advance(1500);
    expect([looks, states().web]).toEqual([4, "running"]);
  });

  it("that the engine itself has put right is not looked at for ever", async () => {
    const { clock, driver, causes } = await startWatch([web]);
    await clock.advance(5 * second);
    causes();
    driver.byHand.kill("web");
    for (const container of driver.engine.containers.values()) container.state = "running";
    await clock.advance(minute);
    expect(causes()).toEqual(Array(5).fill(["engineEvent"]));
  });

  it.each<[ImagePolicy, ImagePolicy]>([
    ["IfPossible", "IfNotPresent"],
    ["Always", "IfNotPresent"],
    ["Never", "Never"],
  ])("is healed without asking a registry that is down, also with policy %s", async (policy, asked) => {
    const { images, ...others } = desiredState([web]);
    const desired = { ...others, images: images.map((image) => ({ ...image, policy })) };
    const { clock, driver, states, took } = await startWatch([], {
      more: { read: async () => ({ kind: "desired", desired }), intervalSeconds: 300 },
      engine: withImage("app:1"),
    });
    await clock.advance(5 * second);
    const policies: string[] = [];
    const { observe } = driver;
    driver.observe = (wanted, options) => {
      policies.push(...wanted.images.map((i) => i.policy));
      return observe(wanted, options);
    };
    driver.byHand.remove("web");
    await clock.advance(second);
    expect(states()).toEqual({ web: "running" });
    expect(new Set(policies)).toEqual(new Set([asked]));
    expect(took("cycle.failed")).toEqual([]);
  });
});

describe("an apply that fails", () => {
  it("is tried again after longer and longer waits, and does not wake itself by its own events", async () => {
    const { clock, causes, took } = await startWatch([web, store], {
      // Else the plan would hold back what failed, and there would be nothing to try.
      more: { plan: { retryFailed: true } },
      beforeExecute(action) {
        if (action.id === "container.start/store") throw new HashikeError("DRIVER_NOT_READY", "no");
      },
    });
    await clock.advance(minute - 1);
    expect(causes()).toEqual([["sourceChanged"], ...Array(5).fill(["retry"])]);
    causes();
    await clock.advance(10 * minute);
    expect(causes().length).toBeLessThan(15);
    expect(took("cycle.finished").every((e) => e.status === "failed")).toBe(true);
  });

  it("that cannot be planned is told as such, and tried again", async () => {
    const { clock, took, driver, states } = await startWatch([]);
    await clock.advance(5 * second);
    const { observe } = driver;
    driver.observe = async () => {
      throw new HashikeError("DRIVER_ENGINE_UNREACHABLE", "down");
    };
    await clock.advance(5 * minute);
    expect(took("cycle.failed").length).toBeGreaterThan(1);
    driver.observe = observe;
    await clock.advance(minute);
    expect(states()).toEqual({});
  });
});

describe("a newer image that could not be brought", () => {
  it("is tried again, also when something was put right, or looked at in vain, in between", async () => {
    const { images, ...others } = desiredState([web]);
    const desired = {
      ...others,
      images: images.map((image) => ({ ...image, policy: "IfPossible" as const })),
    };
    let isDown = false;
    const { clock, driver, causes, took } = await startWatch([], {
      more: { read: async () => ({ kind: "desired", desired }), intervalSeconds: 300 },
      beforeExecute({ type }) {
        if (type === "image.pull" && isDown) throw new HashikeError("DRIVER_IMAGE_PULL_FAILED", "no");
      },
    });
    await clock.advance(5 * second);
    isDown = true;
    driver.engine.remotes.set("app:1", { status: "current", digest: "sha256:newer" });
    await clock.advance(303 * second);
    expect(took("cycle.finished").at(-1)?.status).toBe("failed");
    causes();
    driver.byHand.kill("web");
    await clock.advance(200);
    isDown = false;
    await clock.advance(60 * second);
    expect(causes()).toContainEqual(["retry"]);
    expect(driver.engine.images.get("app:1")?.digests).toEqual(["sha256:newer"]);
  });
});

describe("the lock", () => {
  it("is held while something is changed, and what was planned before is planned again under it", async () => {
    const { clock, driver, states } = await startWatch([web]);
    await clock.advance(5 * second);
    const held: string[] = [];
    const { lock } = driver;
    if (lock === undefined) throw new Error("it has one");
    driver.lock = async (owners, options) => {
      held.push(JSON.stringify(owners));
      const [container] = driver.engine.containers.values();
      // Another one mends it meanwhile.
      if (container !== undefined) container.state = "running";
      return lock(owners, options);
    };
    const before = driver.executed.length;
    driver.byHand.kill("web");
    await clock.advance(second);
    expect(held).toEqual([JSON.stringify([testOwner])]);
    expect(states()).toEqual({ web: "running" });
    expect(driver.executed.length).toBe(before);
  });

  it("of another one is told, and waited for", async () => {
    const { clock, driver, states, took } = await startWatch([web]);
    await clock.advance(5 * second);
    const unlock = driver.byHand.lock({ description: "host-1, process 4711", sinceSeconds: 1 });
    driver.byHand.kill("web");
    await clock.advance(2 * second);
    expect(took("lock.waiting")[0]?.holder.description).toBe("host-1, process 4711");
    expect(took("cycle.failed")[0]?.error.code).toBe("LOCK_HELD");
    expect(states()).toEqual({ web: "exited" });
    unlock();
    await clock.advance(minute);
    expect(states()).toEqual({ web: "running" });
  });
});

describe("an engine that restarts", () => {
  it("is told to be lost and to be back once each, and is then looked at", async () => {
    const { clock, driver, states, took, causes } = await startWatch([web]);
    await clock.advance(5 * second);
    causes();
    driver.byHand.goAway();
    await clock.advance(45 * second);
    expect([took("engine.lost").length, took("engine.back").length]).toEqual([1, 0]);
    // Nobody tells this: the engine came up like that.
    for (const container of driver.engine.containers.values()) container.state = "exited";
    driver.byHand.comeBack();
    await clock.advance(31 * second);
    expect([took("engine.lost").length, took("engine.back").length]).toEqual([0, 1]);
    expect(causes().flat()).toContain("engineBack");
    expect(states()).toEqual({ web: "running" });
    driver.byHand.remove("web");
    await clock.advance(second);
    expect(states()).toEqual({ web: "running" });
  });
});
