import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { output } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("health-check");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

const web = (healthCheck: string, ...more: readonly string[]) => [
  ...more,
  "containers:",
  box("web", idling, healthCheck === "" ? "" : `healthCheck: ${healthCheck}`),
];

/** Applies, and then once more: what was asked for is what is there. */
async function applied(spec: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await app.apply(spec);
  expect(code, stdout + stderr).toBe(0);
  expect((await app.apply(spec)).stdout).toContain("nothing to do");
}

const id = () => app.inspect("web", "{{.Id}}");
const check = () => app.inspect("web", "{{json .Config.Healthcheck}}");
const health = () => app.inspect("web", "{{if .State.Health}}{{.State.Health.Status}}{{end}}");

it("is the engine's, is waited for, and a change of it makes a new container", async () => {
  const first = web("{test: 'test -e /bin/sh', interval: 300ms, timeout: 5s, retries: 2, startPeriod: 1m}");
  await applied(first);
  expect(JSON.parse(await check())).toEqual({
    Test: ["CMD-SHELL", "test -e /bin/sh"],
    Interval: 300_000_000,
    Timeout: 5_000_000_000,
    Retries: 2,
    StartPeriod: 60_000_000_000,
  });
  expect(await health()).toBe("healthy");

  const before = await id();
  const changed = web('{test: ["CMD", "true"], interval: 400ms}');
  const { stdout } = await app.plan(changed);
  expect(stdout).toContain("healthCheck.intervalMs: 300 -> 400");
  expect(stdout).toContain("healthCheck.retries: 2 -> (none)");
  await applied(changed);
  expect([await health(), (await id()) === before]).toEqual(["healthy", false]);

  await output("docker", "stop", "-t", "2", app.own.name("web"));
  expect((await app.plan(changed)).stdout).toContain('changed by hand: state: "exited" -> "running"');
  await applied(changed);
  expect(await health()).toBe("healthy");

  await applied(web("{disable: true}"));
  expect([await check(), await health()]).toEqual(['{"Test":["NONE"]}', ""]);
  await applied(web(""));
  expect(await check()).toBe("null");
});

it("that fails gives the old container back, and says what it wrote", async () => {
  await applied(web("{test: 'true', interval: 200ms}"));
  const before = await id();
  const bad = web("{test: 'echo no disk; false', interval: 200ms, retries: 1}", "progressDeadlineSeconds: 3");
  const { code, stderr, stdout } = await app.apply(bad);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain("its health check says unhealthy (exit code 1: no disk)");
  expect([await id(), await health()]).toEqual([before, "healthy"]);
});

it("with a startInterval is refused at its place where the engine would drop it, and kept where it would not", async () => {
  const spec = web("{test: 'true', interval: 10m, startPeriod: 1m, startInterval: 200ms}");
  const api = await output("docker", "version", "-f", "{{.Server.APIVersion}}");
  const isOld = Number(api.split(".")[1]) < 44;
  const { code, stdout, stderr } = await app.apply(spec);
  if (isOld) {
    expect(code).not.toBe(0);
    expect(stderr).toContain(`healthCheck.startIntervalMs needs API 1.44, and this engine has ${api}`);
    expect(stderr).toMatch(/app\.yml:\d+:\d+/);
    expect(await app.containers()).toEqual([]);
    return;
  }
  expect(code, stdout + stderr).toBe(0);
  expect(JSON.parse(await check())).toMatchObject({ StartInterval: 200_000_000 });
  expect(await health()).toBe("healthy");
});
