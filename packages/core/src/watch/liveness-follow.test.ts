import { describe, expect, it } from "vitest";
import { createSimulatedClock, type SimulatedClock } from "../../test/simulated-clock.ts";
import { startWatch } from "../../test/start-watch.ts";
import { apply } from "../apply/apply.ts";
import type { ProbeAnswer } from "../apply/driver.ts";
import { HashikeError } from "../errors.ts";
import type { RemoteImage } from "../observed/observed-state.ts";
import { plan as makePlan } from "../plan/plan.ts";
import { containerSpec, desiredState, probeSpec } from "../testing/builders.ts";
import { createMemoryDriver } from "../testing/memory-driver.ts";
import { type EventfulDriver, withMemoryEvents } from "../testing/memory-events.ts";
import { createLiveness } from "./repairs/liveness.ts";
import type { WatchEvent } from "./watch-event.ts";

const second = 1000;
const failure: ProbeAnswer = { kind: "failure", reason: "HTTP 500" };
const success: ProbeAnswer = { kind: "success" };

const probe = (port: number) => probeSpec({ kind: "tcpSocket", port });
const web = containerSpec({ name: "web", probes: { liveness: probe(1) } });

describe("who is asked", () => {
  const failing = new HashikeError("DRIVER_IMAGE_PULL_FAILED", "no");

  it.each<[string, RemoteImage]>([
    ["cannot be brought", { status: "current", digest: "sha256:app:3" }],
    ["is not there", { status: "not-found", reason: "manifest unknown" }],
  ])("is known after a restart of the watch, also when an image %s", async (_, remote) => {
    const before = await startWatch([web]);
    await before.clock.advance(5 * second);
    await before.stop();
    const { engine } = before.driver;
    engine.remotes.set("app:3", remote);
    const { clock, driver, took } = await startWatch(
      [web, containerSpec({ name: "store", image: "app:3" })],
      {
        engine,
        beforeExecute({ type }) {
          if (type === "image.pull") throw failing;
        },
      },
    );
    driver.answer = () => failure;
    await clock.advance(30 * second);
    expect(driver.restarted).toHaveLength(1);
    const cycles = [...took("cycle.failed"), ...took("cycle.finished")];
    expect(cycles.filter((e) => e.type === "cycle.failed" || e.status === "failed").length).toBeGreaterThan(
      1,
    );
  });

  /** `web` is replaced, and then another one waited for. */
  const replacing = async () => {
    const slow = containerSpec({ name: "slow", probes: { readiness: probe(2) } });
    const store = containerSpec({ name: "store" });
    let waitMs = 0;
    const running = await startWatch([web, slow, store], {
      async beforeExecute({ type, target }, { signal }) {
        if (type === "container.wait" && target.name === "slow") await running.clock.sleep(waitMs, signal);
      },
    });
    const { clock, driver } = running;
    await clock.advance(15 * second);
    const idOf = (name: string) => [...driver.engine.containers.values()].find((c) => c.name === name)?.id;
    const old = idOf("web");
    const asked: string[] = [];
    driver.answer = ({ id }) => {
      asked.push(id);
      return success;
    };
    waitMs = 300 * second;
    running.source([{ ...web, args: ["x"] }, { ...slow, args: ["x"] }, store]);
    running.readNow();
    await clock.advance(5 * second);
    const now = idOf("web");
    expect([now === old, running.states().store]).toEqual([false, "running"]);
    asked.length = 0;
    return { ...running, asked, old, now };
  };

  it("is no more the one that an apply has replaced, while it waits for another one", async () => {
    const { clock, asked, now, took } = await replacing();
    took("cycle.finished");
    await clock.advance(120 * second);
    expect(asked).toEqual([]);
    while (took("cycle.finished").length === 0) await clock.advance(10 * second);
    await clock.advance(10 * second);
    expect(new Set(asked)).toEqual(new Set([now]));
  });

  it("is the new one from the next look on, also while the apply goes on", async () => {
    const { clock, driver, asked, now } = await replacing();
    driver.byHand.kill("store");
    await clock.advance(120 * second);
    expect(new Set(asked)).toEqual(new Set([now]));
  });

  it("is not one that is down, but the same one when it is up again", async () => {
    const { clock, driver } = await startWatch([web]);
    await clock.advance(5 * second);
    const probes = countProbes(driver);
    const unlock = driver.byHand.lock({ description: "host-1", sinceSeconds: 1 });
    driver.byHand.kill("web");
    await clock.advance(120 * second);
    expect(probes.sinceLast()).toBe(0);
    unlock();
    await clock.advance(120 * second);
    expect(probes.sinceLast()).toBeGreaterThan(5);
  });

  it("is not one that was removed, or is on its way out under another name", async () => {
    const clock = createSimulatedClock();
    const memory = withMemoryEvents(createMemoryDriver());
    const { liveness, wanted, observed, container } = await followed(clock, memory);
    const probes = countProbes(memory);
    for (const [action, name] of [
      ["destroy", "web"],
      ["rename", "web.hashike-old"],
    ] as const) {
      liveness.follow(wanted, observed, () => false);
      await clock.advance(15 * second);
      expect(probes.sinceLast()).toBeGreaterThan(0);
      liveness.heed({ action, container: { ...container, name } });
      // Of what an apply is at work on nothing is concluded from a look.
      liveness.follow(wanted, observed, (of) => of === "web");
      await clock.advance(60 * second);
      expect(probes.sinceLast()).toBe(0);
    }
    await liveness.stop();
  });

  it("is one that is found to run, also when nobody told that it was started", async () => {
    const clock = createSimulatedClock();
    const memory = withMemoryEvents(createMemoryDriver());
    const { liveness, wanted, observed, container } = await followed(clock, memory);
    liveness.follow(wanted, observed, () => false);
    liveness.heed({ action: "die", container });
    const probes = countProbes(memory);
    await clock.advance(60 * second);
    expect(probes.sinceLast()).toBe(0);
    liveness.follow(wanted, observed, () => false);
    await clock.advance(60 * second);
    expect(probes.sinceLast()).toBeGreaterThan(5);
    liveness.follow(wanted, { ...observed, containers: [] }, (of) => of === "web");
    await clock.advance(60 * second);
    expect(probes.sinceLast()).toBeGreaterThan(5);
    await liveness.stop();
  });

  it("may be another one by now, while the restart of the one before is waited for at the end", async () => {
    const clock = createSimulatedClock();
    const memory = withMemoryEvents(createMemoryDriver());
    const told: string[] = [];
    const { liveness, wanted, observed } = await followed(clock, memory, (event) => told.push(event.type));
    let restarted = () => {};
    memory.restart = () =>
      new Promise((resolve) => {
        restarted = resolve;
      });
    memory.answer = () => failure;
    liveness.follow(wanted, observed, () => false);
    await clock.advance(21 * second);
    liveness.follow(desiredState([{ ...web, probes: { liveness: probe(2) } }]), observed, () => false);
    const stopped = liveness.stop().then(() => told.push("stopped"));
    await clock.settle();
    expect(told).toEqual(["liveness.failed"]);
    restarted();
    await stopped;
    expect(told).toEqual(["liveness.failed", "liveness.restarted", "stopped"]);
  });
});

/** `web` on an engine, and who would ask it. */
async function followed(
  clock: SimulatedClock,
  driver: EventfulDriver,
  emit: (event: WatchEvent) => void = () => {},
) {
  const wanted = desiredState([web]);
  driver.engine.remotes.set("app:1", { status: "current", digest: "sha256:app:1" });
  await apply(makePlan(wanted, await driver.observe(wanted)), driver);
  const observed = await driver.observe(wanted);
  const [container] = observed.containers;
  if (container === undefined) throw new Error("it is there");
  const { signal } = new AbortController();
  return { liveness: createLiveness({ driver, clock, signal, emit }), wanted, observed, container };
}

/** Every probe succeeds from now on, and is counted. */
function countProbes(driver: EventfulDriver) {
  let asked = 0;
  driver.answer = () => {
    asked += 1;
    return success;
  };
  return {
    sinceLast() {
      const count = asked;
      asked = 0;
      return count;
    },
  };
}
