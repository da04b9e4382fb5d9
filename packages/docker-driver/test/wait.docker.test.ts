import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "../src/execute/clock.ts";
import { steps } from "./support/actions.ts";
import { fastClock } from "./support/clock.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { untilState } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let networks: readonly string[];

beforeAll(async () => {
  own = await ownThings("wait");
  on = steps(testDriver(), await imageId(busybox));
  networks = [own.name("net")];
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

async function init(name: string, script: string, more: object = {}): Promise<string> {
  const command = ["sh", "-c", script];
  const id = await on.create({ name, networks, role: "init", restartPolicy: "OnFailure", command, ...more });
  await on.start(name, id);
  return id;
}

describe("waiting for an init container", () => {
  it("ends when it ended with 0", async () => {
    const name = own.name("ok");
    await on.waitCompleted(name, await init(name, "sleep 0.2"));
  });

  it("goes on while the engine tries again", async () => {
    const name = own.name("second-try");
    const id = await init(name, "if [ -e /tried ]; then exit 0; fi; touch /tried; exit 1");
    await on.waitCompleted(name, id);
    expect((await untilState(id, ({ State }) => !State.Running)).RestartCount).toBe(1);
  });

  it("fails after three tries, with what it logged", async () => {
    const name = own.name("failing");
    const script =
      "i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i+1)); done; printf '\\033[31mred\\033[0m s3cret db://me:pw@host\\n'; exit 3";
    const id = await init(name, script);
    await expect(on.waitCompleted(name, id, { secrets: { f: "s3cret" } })).rejects.toMatchObject({
      code: "DRIVER_INIT_FAILED",
      message: `init container ${name} exited with code 3 (3 tries)`,
      details: [...Array.from({ length: 19 }, (_, i) => `line ${i + 11}`), "red *** db://me:***@host"],
    });
  });

  it("fails after one try when it must not be tried again", async () => {
    const name = own.name("once");
    const id = await init(name, "exit 4", { restartPolicy: "Never" });
    await expect(on.waitCompleted(name, id)).rejects.toMatchObject({
      message: `init container ${name} exited with code 4`,
      details: [],
    });
  });

  it("counts its tries anew when it is started again", async () => {
    const name = own.name("again");
    const id = await init(name, "exit 5");
    await expect(on.waitCompleted(name, id)).rejects.toMatchObject({
      message: expect.stringContaining("3 tries"),
    });
    await on.start(name, id);
    await expect(on.waitCompleted(name, id)).rejects.toMatchObject({
      message: expect.stringContaining("3 tries"),
    });
  });

  it("says that it ran out of memory", async () => {
    const name = own.name("oom");
    const id = await init(name, "x=x; while :; do x=$x$x; done", {
      restartPolicy: "Never",
      resources: { memoryLimitBytes: 8 * 1024 * 1024 },
    });
    await expect(on.waitCompleted(name, id)).rejects.toMatchObject({
      message: expect.stringMatching(/ran out of memory \(limit 8 MiB\) and exited with code/),
      hint: expect.stringContaining("resources.limits.memory"),
    });
  });

  it("ends when the apply is aborted", async () => {
    const name = own.name("long");
    const id = await init(name, "sleep 600");
    const controller = new AbortController();
    const waiting = on.waitCompleted(name, id, {
      signal: controller.signal,
      onProgress: () => setImmediate(() => controller.abort()),
    });
    await expect(waiting).rejects.toMatchObject({ code: "APPLY_ABORTED" });
  });
});

async function sidecar(clock: Clock, name: string, script: string) {
  const timed = steps(testDriver({}, { clock }), await imageId(busybox));
  const id = await timed.create({ name, networks, role: "sidecar", command: ["sh", "-c", script] });
  await timed.start(name, id);
  return { timed, id };
}

describe("waiting until a sidecar stays up", () => {
  it("ends when it ran long enough", async () => {
    const name = own.name("steady");
    let looks = 0;
    const clock = fastClock(async () => void looks++);
    const { timed, id } = await sidecar(clock, name, "sleep 600");
    await timed.waitSteady(name, id, 3, 60);
    expect(looks).toBe(3);
  });

  it("begins to count anew after a restart", async () => {
    const name = own.name("restarted");
    let id = "";
    let looks = 0;
    const clock = fastClock(async (slept) => {
      looks = slept;
      if (slept === 2) await engine.json("POST", `/containers/${id}/restart?t=0`);
    });
    const made = await sidecar(clock, name, "sleep 600");
    id = made.id;
    await made.timed.waitSteady(name, id, 3, 60);
    expect(looks).toBe(5);
  });

  it("fails when it does not stay up in time, with what it logged", async () => {
    const name = own.name("crashing");
    const clock = fastClock(async (slept) => {
      // The engine's own clock goes on: let it see the container fail.
      if (slept === 1) await untilState(name, ({ RestartCount }) => RestartCount >= 2);
      await untilState(name, ({ State }) => State.Status === "restarting");
    });
    const { timed, id } = await sidecar(clock, name, "echo broken; exit 9");
    await expect(timed.waitSteady(name, id, 3, 10)).rejects.toMatchObject({
      code: "DRIVER_NOT_READY",
      message: expect.stringMatching(
        /did not stay up for 3 seconds within 10 seconds \(restarting, restarted \d+ times, last exit code 9\)/,
      ),
      details: expect.arrayContaining(["broken"]),
    });
  });
});
