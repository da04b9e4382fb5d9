import type { HookSpec, ObservedContainer } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let networks: readonly string[];
const driver = testDriver();

beforeAll(async () => {
  own = await ownThings("hooks");
  networks = [own.name("net")];
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

const sh = (script: string): HookSpec => ({ kind: "exec", command: ["sh", "-c", script] });
const sleeper = "trap 'echo told to end; exit 0' TERM; echo up; while :; do sleep 1 & wait $!; done";

async function run(short: string, stopTimeoutSeconds: number, script = sleeper) {
  const name = own.name(short);
  const on = steps(driver, await imageId(busybox));
  const id = await on.create({ name, networks, stopTimeoutSeconds, command: ["sh", "-c", script] });
  await on.start(name, id);
  return { id, name, on };
}

async function log(id: string): Promise<string> {
  return (await engine.text("GET", `/containers/${id}/logs?stdout=1`)).text;
}

describe("postStart", () => {
  it("runs in the container", async () => {
    const { id, name, on } = await run("post", 1);
    expect(await on.hook(name, id, sh("echo made by postStart > /proc/1/fd/1"))).toEqual({});
    expect(await log(id)).toContain("made by postStart");
    expect(await on.hook(name, id, { kind: "sleep", seconds: 0 })).toEqual({});
  });

  it("fails with what it wrote, and without secrets", async () => {
    const { id, name, on } = await run("post-failing", 1);
    const hook = sh("echo no way with s3cret >&2; echo connecting; exit 4");
    await expect(on.hook(name, id, hook, { secrets: { f: "s3cret" } })).rejects.toMatchObject({
      code: "DRIVER_HOOK_FAILED",
      message: `postStart of container ${name} failed: command sh exited with code 4: no way with ***`,
      details: ["connecting", "no way with ***"],
    });
  });

  it("asks by HTTP", async () => {
    const { id, name, on } = await run("post-http", 1);
    const hook: HookSpec = { kind: "httpGet", scheme: "http", port: 81, path: "/warm", headers: [] };
    await expect(on.hook(name, id, hook)).rejects.toMatchObject({
      code: "DRIVER_HOOK_FAILED",
      message: expect.stringMatching(/failed: GET http:\/\/[\d.]+:81\/warm: connection refused$/),
    });
  });

  it("says that the container is gone", async () => {
    const { id, name, on } = await run("post-gone", 1);
    await on.remove(name, id);
    const hook: HookSpec = { kind: "httpGet", scheme: "http", port: 81, path: "/", headers: [] };
    await expect(on.hook(name, id, hook)).rejects.toMatchObject({ code: "DRIVER_CONTAINER_GONE" });
  });
});

describe("preStop", () => {
  it("runs before the container is asked to end", async () => {
    const { id, name, on } = await run("pre", 10);
    expect(await on.stop(name, id, { preStop: sh("echo draining > /proc/1/fd/1") })).toEqual({});
    expect(await log(id)).toMatch(/draining[\s\S]*told to end/);
    expect((await inspect(id)).State).toMatchObject({ Running: false, ExitCode: 0 });
  });

  it("stops nothing when it fails", async () => {
    const { id, name, on } = await run("pre-failing", 10);
    expect(await on.stop(name, id, { preStop: sh("echo no >&2; exit 1") })).toEqual({
      notices: [`preStop of container ${name} failed: command sh exited with code 1: no; it was stopped`],
    });
    expect((await inspect(id)).State).toMatchObject({ Running: false, ExitCode: 0 });
  });

  it("is cut off when it takes all the time that there is; the process is still asked to end", async () => {
    const { id, name, on } = await run("pre-long", 1);
    expect(await on.stop(name, id, { preStop: sh("sleep 600") })).toEqual({
      notices: [`preStop of container ${name} failed: it did not end within 1 s; it was stopped`],
    });
    expect(await log(id)).toContain("told to end");
    expect((await inspect(id)).State).toMatchObject({ Running: false, ExitCode: 0 });
  });

  it("is left out where nothing runs", async () => {
    const { id, name, on } = await run("pre-ended", 1);
    await on.stop(name, id);
    expect(await on.stop(name, id, { preStop: sh("exit 1") })).toEqual({});
  });

  it("fails, and no more, when a secret in it is not known any more", async () => {
    const { id, name, on } = await run("pre-secret", 10);
    const headers = [{ name: "Authorization", value: "$(secret:0123456789abcdef0123456789abcdef)" }];
    const preStop: HookSpec = { kind: "httpGet", scheme: "http", port: 81, path: "/", headers };
    expect((await on.stop(name, id, { preStop })).notices).toEqual([
      `preStop of container ${name} failed: a secret in it is not known any more; it was stopped`,
    ]);
  });
});

describe("restart", () => {
  it("runs preStop, and starts the same container anew", async () => {
    const { id, name } = await run("restart", 10);
    const before = await inspect(id);
    const preStop = sh("echo draining > /proc/1/fd/1");
    await driver.restart?.({ id, name, preStop } as ObservedContainer, { secrets: {} });
    const after = await inspect(id);
    expect(after.Id).toBe(before.Id);
    expect(after.State).toMatchObject({ Running: true });
    expect((after.State as unknown as { StartedAt: string }).StartedAt).not.toBe(
      (before.State as unknown as { StartedAt: string }).StartedAt,
    );
    expect(await log(id)).toMatch(/up[\s\S]*draining[\s\S]*told to end/);
  });

  it("knows the secrets that preStop has", async () => {
    const { id, name } = await run("restart-secret", 10);
    const secret = "0123456789abcdef0123456789abcdef";
    const preStop = sh(`echo "draining with $(secret:${secret})" > /proc/1/fd/1`);
    const container = { id, name, preStop } as ObservedContainer;
    await driver.restart?.(container, { secrets: { [secret]: "s3cret" } });
    expect(await log(id)).toMatch(/up[\s\S]*draining with s3cret[\s\S]*told to end/);
  });
});
