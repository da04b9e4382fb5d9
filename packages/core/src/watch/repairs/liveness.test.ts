import { describe, expect, it } from "vitest";
import { startWatch } from "../../../test/start-watch.ts";
import type { ProbeAnswer } from "../../apply/driver.ts";
import type { ProbeSpec } from "../../desired/desired-state.ts";
import { HashikeError } from "../../errors.ts";
import { containerSpec, desiredState, probeSpec } from "../../testing/builders.ts";

const second = 1000;
const failure: ProbeAnswer = { kind: "failure", reason: "HTTP 500" };
const success: ProbeAnswer = { kind: "success" };

const probe = (port: number, fields?: Partial<ProbeSpec>) => probeSpec({ kind: "tcpSocket", port }, fields);
const portOf = ({ handler }: ProbeSpec) => (handler.kind === "tcpSocket" ? handler.port : 0);
const alive = 1;
const started = 2;
const web = containerSpec({ name: "web", probes: { liveness: probe(alive) } });

describe("a liveness probe", () => {
  it("restarts its container when it failed as often in a row as it may", async () => {
    const { clock, driver, took } = await startWatch([web]);
    const answers = [failure, failure, success, failure, failure, failure];
    driver.answer = () => answers.shift() ?? success;
    await clock.advance(50 * second);
    expect(driver.restarted).toEqual([]);
    await clock.advance(10 * second);
    expect(driver.restarted).toHaveLength(1);
    expect(took("liveness.failed")).toMatchObject([
      { probe: "liveness", reason: "HTTP 500", container: "web" },
    ]);
    expect(took("liveness.restarted")).toHaveLength(1);
    await clock.advance(300 * second);
    expect(driver.restarted).toHaveLength(1);
  });

  it("waits for its delay and keeps its period", async () => {
    const times: number[] = [];
    const spec = {
      ...web,
      probes: { liveness: probe(alive, { initialDelaySeconds: 20, periodSeconds: 5 }) },
    };
    const { clock, driver } = await startWatch([spec]);
    driver.answer = () => {
      times.push(clock.nowMs());
      return success;
    };
    const beganMs = clock.nowMs() + second;
    await clock.advance(31 * second);
    expect(times.map((t) => t - beganMs)).toEqual([20, 25, 30].map((s) => s * second));
  });

  it("is not asked before the startup probe has succeeded", async () => {
    const asked: number[] = [];
    let up = false;
    const { clock, driver } = await startWatch([
      { ...web, probes: { liveness: probe(alive), startup: probe(started, { failureThreshold: 30 }) } },
    ]);
    driver.answer = (_, spec) => {
      asked.push(portOf(spec));
      return up ? success : failure;
    };
    await clock.advance(60 * second);
    expect(new Set(asked)).toEqual(new Set([started]));
    up = true;
    asked.length = 0;
    await clock.advance(30 * second);
    expect(asked).toEqual([started, alive, alive, alive]);
    expect(driver.restarted).toEqual([]);
  });

  it("of a container whose startup probe never succeeds restarts it for that", async () => {
    const { clock, driver, took } = await startWatch([
      { ...web, probes: { liveness: probe(alive), startup: probe(started) } },
    ]);
    driver.answer = () => failure;
    await clock.advance(22 * second);
    expect(driver.restarted).toHaveLength(1);
    expect(took("liveness.failed")).toMatchObject([{ probe: "startup" }]);
  });

  it("forgets failures of a process that was started anew, and follows a new container", async () => {
    const { clock, driver, source } = await startWatch([web]);
    driver.answer = () => failure;
    await clock.advance(12 * second);
    driver.byHand.kill("web");
    await clock.advance(18 * second);
    expect(driver.restarted).toEqual([]);
    const before = [...driver.engine.containers.keys()];
    source([{ ...web, args: ["x"] }]);
    await clock.advance(90 * second);
    const [now] = driver.engine.containers.keys();
    expect(before).not.toContain(now);
    expect(driver.restarted).toContain(now);
  });

  it("restarts its container with the secrets that are in force then", async () => {
    let desired = desiredState([web], { secrets: { a: "first" } });
    const read = async () => ({ kind: "desired" as const, desired });
    const { clock, driver } = await startWatch([], { more: { read } });
    await clock.advance(5 * second);
    desired = { ...desired, secrets: { b: "second" } };
    await clock.advance(60 * second);
    const secrets: unknown[] = [];
    driver.restart = async (_, options) => {
      secrets.push(options.secrets);
    };
    driver.answer = () => failure;
    await clock.advance(30 * second);
    expect(secrets).toEqual([{ b: "second" }]);
  });

  it("that nobody can ask from here is told once", async () => {
    const { clock, driver, took } = await startWatch([web]);
    driver.answer = () => ({ kind: "unknown", reason: "the engine is elsewhere" });
    await clock.advance(300 * second);
    expect(took("liveness.unknown")).toHaveLength(1);
    expect(driver.restarted).toEqual([]);
  });

  it("restarts nothing while another one applies for its owner", async () => {
    const { clock, driver, took } = await startWatch([web]);
    driver.answer = () => failure;
    const unlock = driver.byHand.lock({ description: "host-1", sinceSeconds: 1 });
    await clock.advance(25 * second);
    expect(driver.restarted).toEqual([]);
    expect(took("liveness.restartFailed")).toMatchObject([{ error: { code: "LOCK_HELD" } }]);
    unlock();
    await clock.advance(30 * second);
    expect(driver.restarted).toHaveLength(1);
  });

  it("that is no longer wanted is not asked any more", async () => {
    const { clock, driver, source } = await startWatch([web]);
    source([{ ...web, probes: {} }]);
    await clock.advance(60 * second);
    let asked = 0;
    driver.answer = () => {
      asked += 1;
      return success;
    };
    await clock.advance(60 * second);
    expect(asked).toBe(0);
  });
});

describe("a liveness probe that fails again and again", () => {
  const failing = async () => {
    const running = await startWatch([web]);
    running.driver.answer = () => failure;
    // Asked at 1, 11 and 21 s, restarted, and asked again three times.
    await running.clock.advance(42 * second);
    expect(running.driver.restarted).toHaveLength(1);
    return running;
  };

  it("restarts at once only the first time, says when the next restart is, and keeps to it", async () => {
    const { clock, driver, took } = await failing();
    expect(took("liveness.failed")).toMatchObject([
      { restarts: 0, restartInSeconds: 0 },
      { restarts: 1, restartInSeconds: 10 },
    ]);
    await clock.advance(8 * second);
    expect(driver.restarted).toHaveLength(1);
    await clock.advance(2 * second);
    expect(driver.restarted).toHaveLength(2);
    await clock.advance(20 * second);
    expect(took("liveness.failed")).toMatchObject([{ restarts: 2, restartInSeconds: 20 }]);
  });

  it("restarts an hour's failure less than twenty times", async () => {
    const { clock, driver } = await failing();
    await clock.advance(3600 * second);
    expect(driver.restarted.length).toBeGreaterThan(10);
    expect(driver.restarted.length).toBeLessThan(20);
  });

  it("restarts nothing when it works again before the time has come", async () => {
    const { clock, driver, took } = await failing();
    driver.answer = () => success;
    await clock.advance(60 * second);
    expect(driver.restarted).toHaveLength(1);
    expect(took("liveness.restartDropped")).toMatchObject([{ because: "recovered", container: "web" }]);
  });

  it("leaves a wait when the process is another one, but remembers the restarts", async () => {
    const { clock, driver, took } = await failing();
    driver.byHand.kill("web");
    await clock.advance(3 * second);
    expect(took("liveness.restartDropped")).toMatchObject([{ because: "beganAnew" }]);
    took("liveness.failed");
    await clock.advance(22 * second);
    expect(took("liveness.failed")).toMatchObject([{ restarts: 1, restartInSeconds: 10 }]);
  });

  it("does not restart into an apply that is at work when the time has come", async () => {
    const { clock, driver, took, source, readNow } = await failing();
    const { execute } = driver;
    driver.execute = async (action, context) => {
      await clock.sleep(15 * second, context.signal);
      return execute(action, context);
    };
    source([web, containerSpec({ name: "store" })]);
    readNow();
    await clock.advance(15 * second);
    expect(driver.restarted).toHaveLength(1);
    expect(took("liveness.restartDropped")).toMatchObject([{ because: "apply" }]);
  });

  it("counts a restart that did not work, and waits after it as well", async () => {
    const { clock, driver, took } = await startWatch([web]);
    driver.answer = () => failure;
    driver.restart = async () => {
      throw new HashikeError("DRIVER_CONTAINER_START_FAILED", "no");
    };
    await clock.advance(42 * second);
    expect(took("liveness.restartFailed")).toHaveLength(1);
    expect(took("liveness.failed").at(-1)).toMatchObject({ restarts: 1, restartInSeconds: 10 });
  });

  it("ends with the watch while it waits, and tells no more", async () => {
    const { events, stop, clock } = await failing();
    await stop();
    expect(events.at(-1)?.type).toBe("watch.stopped");
    expect(clock.sleepers()).toBe(0);
  });
});
