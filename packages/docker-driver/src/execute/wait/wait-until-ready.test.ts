import { Readable } from "node:stream";
import type { ProbeSpec } from "@hashike/core";
import { probeSpec } from "@hashike/core/testing";
import { describe, expect, it } from "vitest";
import { executeContext } from "../../../test/support/actions.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { InspectedContainer } from "../calls/inspect-container.ts";
import type { ReadyCondition } from "./readiness.ts";
import { type StartingAgain, waitUntilReady } from "./wait-until-ready.ts";

/** How the container is at a second of the test's clock. */
interface Moment {
  readonly state?: "running" | "restarting" | "exited" | "paused";
  readonly restarts?: number;
  readonly exitCode?: number;
  readonly policy?: string;
  readonly health?: string;
  /** Exit codes of the commands that probes run, by command. */
  readonly commands?: Readonly<Record<string, number>>;
}

function probe(command: string, more: Partial<ProbeSpec> = {}): ProbeSpec {
  return probeSpec({ kind: "exec", command: [command] }, more);
}

interface Given extends Partial<ReadyCondition> {
  readonly at: (second: number) => Moment;
  readonly again?: StartingAgain;
  readonly log?: readonly string[];
}

/** Waits for a container that is only told of, on a clock on which a second passes with each sleep. */
async function wait({ at, again, log = [], ...condition }: Given) {
  let ms = 0;
  const asked: string[] = [];
  const now = () => at(ms / 1000);
  const output = Readable.from([Buffer.from(log.map((line) => `${line}\n`).join(""))]);
  const client = {
    isPodman: false,
    post: async (_: string, { body }: { body: { Cmd: readonly string[] } }) => {
      asked.push(`${ms / 1000} ${body.Cmd.join(" ")}`);
      return { Id: body.Cmd[0] };
    },
    get: async (path: string) => {
      const exec = /^\/exec\/(.*)\/json$/.exec(path)?.[1];
      if (exec !== undefined) return { Running: false, ExitCode: now().commands?.[exec] ?? 0 };
      return { ...inspected(now()), Config: { Tty: true } };
    },
    stream: async (path: string) => (path.startsWith("/exec/") ? Readable.from([]) : output),
  } as unknown as EngineClient;
  const clock = {
    now: () => ms,
    sleep: async (forMs: number) => {
      ms += forMs;
    },
  };
  const waiting = { client, clock, context: executeContext(), id: "c1", name: "web" };
  const until: ReadyCondition = { kind: "ready", probes: {}, timeoutSeconds: 30, ...condition };
  return { result: await waitUntilReady(waiting, until, again), seconds: ms / 1000, asked };
}

function inspected({
  state = "running",
  restarts = 0,
  exitCode = 0,
  policy = "always",
  health,
}: Moment): InspectedContainer {
  return {
    RestartCount: restarts,
    State: {
      Status: state,
      Running: state !== "exited",
      Restarting: state === "restarting",
      OOMKilled: false,
      ExitCode: exitCode,
      Error: "",
      StartedAt: `run ${restarts}`,
      ...(health === undefined
        ? {}
        : { Health: { Status: health, Log: [{ ExitCode: 1, Output: "no route\nto db\n" }] } }),
    },
    HostConfig: { Memory: 0, RestartPolicy: { Name: policy, MaximumRetryCount: 0 } },
  };
}

/** Fails until a second is reached. */
const from =
  (second: number, ...commands: readonly string[]) =>
  (now: number): Moment => ({
    commands: Object.fromEntries(commands.map((name) => [name, now >= second ? 0 : 1])),
  });

describe("a container without probes", () => {
  it("is ready when it has run for a second", async () => {
    expect(await wait({ at: () => ({}) })).toMatchObject({ seconds: 1, result: { notices: [] } });
  });

  it("is ready when it has run for minReadySeconds without a restart", async () => {
    const at = (second: number) => ({ restarts: second >= 3 ? 1 : 0 });
    expect((await wait({ at, minReadySeconds: 5 })).seconds).toBe(8);
    expect((await wait({ at, minReadySeconds: 0 })).seconds).toBe(0);
  });

  it("is ready when its image's health check says so", async () => {
    const at = (second: number) => ({ health: second >= 4 ? "healthy" : "starting" });
    expect((await wait({ at })).seconds).toBe(4);
    expect((await wait({ at, minReadySeconds: 3 })).seconds).toBe(7);
  });

  it("is not ready while that says unhealthy", async () => {
    await expect(wait({ at: () => ({ health: "unhealthy" }), log: ["hello"] })).rejects.toMatchObject({
      code: "DRIVER_NOT_READY",
      message: "container web is not ready after 30 s: its health check says unhealthy (exit code 1: to db)",
      details: ["hello"],
    });
  });

  it("is not ready while it is paused", async () => {
    await expect(wait({ at: () => ({ state: "paused" }) })).rejects.toThrow("after 30 s: it is paused");
  });
});

describe("a readiness probe", () => {
  it("is asked once a second, and counts instead of the health check", async () => {
    const at = (second: number) => ({ ...from(3, "check")(second), health: "unhealthy" });
    const { seconds, asked } = await wait({ at, probes: { readiness: probe("check") } });
    expect(seconds).toBe(3);
    expect(asked).toEqual(["0 check", "1 check", "2 check", "3 check"]);
  });

  it("is not asked before its initial delay", async () => {
    const readiness = probe("check", { initialDelaySeconds: 5 });
    expect((await wait({ at: () => ({}), probes: { readiness } })).asked).toEqual(["5 check"]);
  });

  it("must succeed as often in a row as it says", async () => {
    const at = (second: number) => ({ commands: { check: second === 1 ? 1 : 0 } });
    const readiness = probe("check", { successThreshold: 3 });
    expect((await wait({ at, probes: { readiness } })).seconds).toBe(4);
  });

  it("must not fail for long while it has to stay ready", async () => {
    const failing = (...seconds: readonly number[]) => ({
      at: (second: number) => ({ commands: { check: seconds.includes(second) ? 1 : 0 } }),
      probes: { readiness: probe("check", { failureThreshold: 2 }) },
      minReadySeconds: 5,
    });
    expect((await wait(failing(2))).seconds).toBe(5);
    expect((await wait(failing(2, 3))).seconds).toBe(9);
  });

  it("fails in the end, with its last answer", async () => {
    const given = { at: () => ({ commands: { check: 3 } }), probes: { readiness: probe("check") } };
    await expect(wait(given)).rejects.toMatchObject({
      message: "container web is not ready after 30 s: command check exited with code 3",
    });
  });
});

describe("a startup probe", () => {
  it("holds the readiness probe back", async () => {
    const probes = { startup: probe("boot"), readiness: probe("check") };
    const { asked } = await wait({ at: from(2, "boot"), probes });
    expect(asked).toEqual(["0 boot", "1 boot", "2 boot", "2 check"]);
  });

  it("is enough by itself", async () => {
    expect((await wait({ at: from(2, "boot"), probes: { startup: probe("boot") } })).seconds).toBe(2);
  });

  it("fails when all the time that Kubernetes would give is over", async () => {
    const startup = probe("boot", { initialDelaySeconds: 1, periodSeconds: 2, failureThreshold: 5 });
    await expect(wait({ at: from(99, "boot"), probes: { startup } })).rejects.toMatchObject({
      message: "container web has not started after 11 s: command boot exited with code 1",
    });
  });

  it("begins anew with each run", async () => {
    const at = (second: number) => ({ ...from(8, "boot")(second), restarts: second >= 4 ? 1 : 0 });
    const startup = probe("boot", { periodSeconds: 1, failureThreshold: 5 });
    expect((await wait({ at, probes: { startup } })).seconds).toBe(8);
  });
});

describe("a container that does not stay up", () => {
  it("has failed when it ended for good", async () => {
    const at = (second: number): Moment => (second >= 2 ? { state: "exited", exitCode: 3 } : {});
    const given = { at, minReadySeconds: 10, log: ["out of luck"] };
    await expect(wait(given)).rejects.toMatchObject({
      message: "container web ended with exit code 3 before it was ready",
      details: ["out of luck"],
    });
  });

  it("has failed after three restarts", async () => {
    const at = (second: number): Moment => ({ state: "restarting", restarts: second + 7, exitCode: 1 });
    await expect(wait({ at })).rejects.toMatchObject({
      message: "container web restarted 3 times within 3 s, last exit code 1",
    });
  });

  it("tells what it ended with, also when it runs again in the meantime", async () => {
    const crashes = (second: number): Moment =>
      second === 1
        ? { state: "restarting", restarts: 2, exitCode: 7 }
        : { restarts: second === 0 ? 0 : 3, policy: "always" };
    await expect(wait({ at: crashes, minReadySeconds: 10 })).rejects.toMatchObject({
      message: "container web restarted 3 times within 2 s, last exit code 7",
    });
    const unseen = (second: number): Moment => ({ restarts: second < 2 ? 0 : 3 });
    await expect(wait({ at: unseen, minReadySeconds: 10 })).rejects.toMatchObject({
      message: "container web restarted 3 times within 2 s",
    });
  });

  it("tells of a restart before the time was over", async () => {
    const at = (second: number): Moment =>
      second === 1 ? { state: "restarting", exitCode: 7 } : { restarts: second === 0 ? 0 : 1 };
    await expect(wait({ at, minReadySeconds: 60, timeoutSeconds: 9 })).rejects.toMatchObject({
      message: "container web is not ready after 9 s: restarted, last exit code 7",
    });
  });

  it("has failed when the time is over", async () => {
    await expect(wait({ at: () => ({ state: "restarting", exitCode: 1 }) })).rejects.toMatchObject({
      message: "container web is not ready after 30 s: restarting, last exit code 1",
    });
  });
});

describe("a first start", () => {
  it("is given time to settle before restarts count", async () => {
    const restarting: Given = {
      at: (second) => (second < 5 ? { state: "restarting", restarts: 4, exitCode: 1 } : {}),
    };
    expect((await wait({ ...restarting, settleSeconds: 10 })).result).toEqual({ notices: [] });
    const always: Given = { at: (second) => ({ state: "restarting", restarts: second, exitCode: 1 }) };
    await expect(wait({ ...always, settleSeconds: 10 })).rejects.toMatchObject({
      message: "container web restarted 10 times within 10 s, last exit code 1",
    });
  });

  it.each(["no", "on-failure"])(
    "of a job is over when it has ended with 0, with restart policy %s",
    async (policy) => {
      const ended = (exitCode: number): Given => ({ at: () => ({ state: "exited", exitCode, policy }) });
      expect((await wait(ended(0))).result).toEqual({ notices: [] });
      if (policy === "no")
        await expect(wait(ended(3))).rejects.toMatchObject({
          message: "container web ended with exit code 3 before it was ready",
        });
    },
  );
});

describe("one that the engine does not start again", () => {
  const exited = (exitCode: number) => ({ at: () => ({ state: "exited" as const, exitCode, policy: "no" }) });

  it("is started again as its policy says, until it stays up", async () => {
    const starts: number[] = [];
    const given: Given = {
      at: () => (starts.length < 2 ? { state: "exited", exitCode: 1, policy: "no" } : {}),
    };
    const again = { policy: "OnFailure", start: async () => void starts.push(1) } as const;
    expect((await wait({ ...given, again })).result).toEqual({ notices: [] });
    expect(starts).toHaveLength(2);
  });

  it("has failed when it ended three times", async () => {
    const again = { policy: "Always", start: async () => {} } as const;
    await expect(wait({ ...exited(3), again })).rejects.toMatchObject({
      message: "container web restarted 3 times within 2 s, last exit code 3",
    });
  });

  it.each([
    ["Never", 0],
    ["OnFailure", 0],
  ] as const)("has done its work where its policy is %s and it ended with %i", async (policy, exitCode) => {
    const again = { policy, start: () => Promise.reject(new Error("started")) };
    expect((await wait({ ...exited(exitCode), again })).result).toEqual({ notices: [] });
  });

  it("is not started again where its policy is Never", async () => {
    const again = { policy: "Never", start: () => Promise.reject(new Error("started")) } as const;
    await expect(wait({ ...exited(1), again })).rejects.toMatchObject({
      message: "container web ended with exit code 1 before it was ready",
    });
  });
});
