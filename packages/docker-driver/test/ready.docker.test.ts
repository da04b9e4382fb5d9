import type { ProbeHandler, ProbeSpec } from "@hashike/core";
import { probeSpec } from "@hashike/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "./support/actions.ts";
import { fastClock } from "./support/clock.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect, untilState } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let networks: readonly string[];

beforeAll(async () => {
  own = await ownThings("ready");
  networks = [own.name("net")];
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

/** Starts a container that runs a script, on a clock on which a second passes with each sleep. */
async function run(
  short: string,
  script: string,
  {
    image = busybox,
    onSleep = async () => {},
  }: { image?: string; onSleep?: (slept: number, id: string) => Promise<void> } = {},
) {
  const name = own.name(short);
  let id = "";
  const clock = fastClock((slept) => onSleep(slept, id));
  const on = steps(testDriver({}, { clock }), await imageId(image));
  id = await on.create({ name, networks, command: ["sh", "-c", script] });
  await on.start(name, id);
  return { id, name, on };
}

function probe(handler: ProbeHandler): ProbeSpec {
  return probeSpec(handler, { periodSeconds: 1, timeoutSeconds: 5 });
}

const http: ProbeHandler = { kind: "httpGet", scheme: "http", port: 8080, path: "/healthz", headers: [] };

describe("waiting until a container is ready", () => {
  it("ends when its probe succeeds", async () => {
    const { id, name, on } = await run("web", "mkdir /www; httpd -f -p 8080 -h /www", {
      onSleep: async (slept) => {
        // From the third look on there is what the probe asks for.
        if (slept === 2) await on.run(execOf(name, id, "touch /www/healthz"));
      },
    });
    const execOf = (container: string, containerId: string, script: string) => ({
      id: "hook",
      type: "container.hook" as const,
      target: { kind: "container" as const, name: container },
      cause: { kind: "missing" as const },
      dependsOn: [],
      container: { name: container, id: containerId },
      hook: { kind: "exec" as const, command: ["sh", "-c", script] },
    });
    expect(await on.waitReady(name, id, { probes: { readiness: probe(http) } })).toEqual({ notices: [] });
  });

  it("says what the probe said last, and what the container logged", async () => {
    const script = "i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i+1)); done; httpd -f -p 8080 -h /etc";
    const { id, name, on } = await run("never", script);
    await expect(on.waitReady(name, id, { probes: { readiness: probe(http) } })).rejects.toMatchObject({
      code: "DRIVER_NOT_READY",
      message: expect.stringMatching(
        new RegExp(
          `^container ${name} is not ready after 30 s: GET http://[\\d.]+:8080/healthz answered 404$`,
        ),
      ),
      details: Array.from({ length: 20 }, (_, i) => `line ${i + 10}`),
    });
  });

  it("fails when the startup probe has had its time", async () => {
    const { id, name, on } = await run("startup", "sleep 600");
    const probes = { startup: probe({ kind: "exec", command: ["test", "-e", "/ready"] }) };
    await expect(on.waitReady(name, id, { probes })).rejects.toThrow(
      `container ${name} has not started after 3 s: command test exited with code 1`,
    );
  });

  it("fails when the container restarts again and again", async () => {
    const { id, name, on } = await run("crash", "echo broken; exit 9", {
      onSleep: async (slept, container) =>
        // The engine's own clock goes on: let it see the container fail.
        void (await untilState(container, ({ RestartCount }) => RestartCount >= Math.min(slept, 4))),
    });
    await expect(on.waitReady(name, id)).rejects.toMatchObject({
      message: expect.stringMatching(/restarted \d times within \d s, last exit code 9$/),
      details: expect.arrayContaining(["broken"]),
    });
  });

  it("fails when the container has ended for good", async () => {
    const name = own.name("ended");
    const on = steps(testDriver({}, { clock: fastClock() }), await imageId(busybox));
    const command = ["sh", "-c", "echo out of luck; exit 3"];
    const id = await on.create({ name, networks, restartPolicy: "Never", command });
    await on.start(name, id);
    await untilState(id, ({ State }) => !State.Running);
    await expect(on.waitReady(name, id)).rejects.toMatchObject({
      message: `container ${name} ended with exit code 3 before it was ready`,
      details: ["out of luck"],
    });
  });

  it("counts the image's health check where there is no probe", async () => {
    const image = await withHealthcheck("health", "test -e /ready || { echo not yet; exit 1; }");
    const healthy = await run("healthy", "sleep 1; touch /ready; sleep 600", {
      image,
      onSleep: async (_, id) => void (await untilState(id, (found) => healthOf(found) !== "starting")),
    });
    expect(await healthy.on.waitReady(healthy.name, healthy.id)).toEqual({ notices: [] });
    expect(healthOf(await inspect(healthy.id))).toBe("healthy");
    const sick = await run("sick", "sleep 600", {
      image,
      onSleep: async (_, id) => void (await untilState(id, (found) => healthOf(found) === "unhealthy")),
    });
    await expect(sick.on.waitReady(sick.name, sick.id)).rejects.toThrow(
      "is not ready after 30 s: its health check says unhealthy (exit code 1: not yet)",
    );
  });

  it("says that a probe could not be asked, and takes the container for ready", async () => {
    const name = own.name("alone");
    const on = steps(testDriver({}, { clock: fastClock() }), await imageId(busybox));
    const id = await on.create({ name, networks: ["none"], command: ["sleep", "600"] });
    await on.start(name, id);
    expect(await on.waitReady(name, id, { probes: { readiness: probe(http) } })).toEqual({
      notices: [
        `container ${name} counts as ready because it runs: its probe cannot be asked from here (this machine is on none of its networks, and port 8080 is not published on the host)`,
      ],
    });
  });

  it("ends when the apply is aborted", async () => {
    const name = own.name("aborted");
    const on = steps(testDriver(), await imageId(busybox));
    const id = await on.create({ name, networks, command: ["sleep", "600"] });
    await on.start(name, id);
    const controller = new AbortController();
    const waiting = on.waitReady(
      name,
      id,
      { probes: { readiness: probe(http) } },
      { signal: controller.signal, onProgress: () => setImmediate(() => controller.abort()) },
    );
    await expect(waiting).rejects.toMatchObject({ code: "APPLY_ABORTED" });
  });
});

/** The test image with a health check that is asked often. @returns its name */
async function withHealthcheck(short: string, script: string): Promise<string> {
  const name = own.name(short);
  const { Id } = await engine.json<{ Id: string }>("POST", `/containers/create?name=${name}-base`, {
    Image: busybox,
  });
  const ms = 1_000_000;
  await engine.json("POST", `/commit?container=${Id}&repo=${name}&tag=1`, {
    Healthcheck: { Test: ["CMD-SHELL", script], Interval: 200 * ms, Timeout: 5000 * ms, Retries: 10 },
  });
  return `${name}:1`;
}

function healthOf({ State }: Awaited<ReturnType<typeof inspect>>): string | undefined {
  return (State as { readonly Health?: { readonly Status: string } }).Health?.Status;
}
