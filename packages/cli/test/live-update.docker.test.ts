import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashike, output } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("live");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

const web = (memory: string, cpu: string, restart: string) => [
  "containers:",
  box("web", idling, `restartPolicy: ${restart}, resources: {limits: {memory: ${memory}, cpu: ${cpu}}}`),
];
const id = () => app.inspect("web", "{{.Id}} {{.State.StartedAt}}");
const limits = () =>
  app.inspect(
    "web",
    "{{.HostConfig.Memory}} {{.HostConfig.CpuQuota}}/{{.HostConfig.CpuPeriod}} {{.HostConfig.RestartPolicy.Name}}",
  );
const mebibytes = (count: number) => count * 1024 * 1024;

describe("limits and the restart policy", () => {
  it("are changed on the container that runs, once", async () => {
    await app.apply(web("64Mi", '"0.5"', "Always"));
    const before = await id();
    const { code, stdout } = await app.apply(web("96Mi", '"0.75"', "OnFailure"));
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Updated container ${app.own.name("web")}.`);
    expect(await limits()).toBe(`${mebibytes(96)} 75000/100000 on-failure`);
    expect(await id()).toBe(before);
    const again = await app.apply(web("96Mi", '"0.75"', "OnFailure"));
    expect(again.stdout).toContain("nothing to do");
    expect(await id()).toBe(before);
  });

  it("are what was last applied from then on: to go back is a change of the manifest", async () => {
    const owner = `label=hashike.name=${app.own.name("app")}`;
    const notes = () =>
      output("docker", "volume", "ls", "-q", "--filter", "name=hashike-record", "--filter", owner);
    await output("docker", "network", "create", app.own.name("front"));
    const onFront = ["--network", app.own.name("front")];
    const first = web("64Mi", '"0.5"', "Always");
    const second = web("96Mi", '"0.5"', "Never");
    await app.apply(first);
    const before = await id();
    expect(await notes()).toBe("");
    const changed = await app.apply(second, ...onFront);
    expect(changed.code, changed.stderr).toBe(0);
    const noted = await notes();
    expect(noted).toMatch(/^hashike-record-\w+$/);

    const again = await app.apply(second, ...onFront, "--on-drift=report");
    expect(again.stdout).toContain("nothing to do");
    expect(await notes()).toBe(noted);

    const back = await app.apply(first, "--on-drift=report");
    expect(back.code, back.stderr).toBe(0);
    expect(back.stdout + back.stderr).not.toContain("changed by hand");
    expect(await limits()).toBe(`${mebibytes(64)} 50000/100000 always`);
    expect(await app.inspect("web", "{{len .NetworkSettings.Networks}}")).toBe("1");
    expect(await id()).toBe(before);

    await output("docker", "update", "--restart", "no", app.own.name("web"));
    const byHand = await app.apply(first, "--on-drift=report");
    expect(byHand.stdout + byHand.stderr).toContain("changed by hand");
    expect((await hashike(["delete", await app.write(first)])).code).toBe(0);
    expect(await notes()).toBe("");
  });

  it("changed by hand are found with their values, reported, and put right", async () => {
    const spec = web("64Mi", '"0.5"', "Always");
    await app.apply(spec);
    const before = await id();
    const byHand = ["--memory", "80m", "--memory-swap", "160m", "--restart", "no"];
    await output("docker", "update", ...byHand, app.own.name("web"));

    const found = await app.plan(spec, "--drift-only", "--detailed-exitcode");
    expect(found.code, found.stderr).toBe(2);
    expect(found.stdout).toMatch(new RegExp(`${mebibytes(80)} -> ${mebibytes(64)}`));
    expect(found.stdout).toMatch(/restartPolicy.*"Never" -> "Always"/);

    const reported = await app.apply(spec, "--on-drift=report");
    expect(reported.code, reported.stderr).toBe(0);
    expect(reported.stdout + reported.stderr).toContain(String(mebibytes(80)));
    expect(await limits()).toBe(`${mebibytes(80)} 50000/100000 no`);

    const repaired = await app.apply(spec);
    expect(repaired.code, repaired.stderr).toBe(0);
    expect(await limits()).toBe(`${mebibytes(64)} 50000/100000 always`);
    expect(await id()).toBe(before);
    expect((await app.plan(spec, "--drift-only", "--detailed-exitcode")).code).toBe(0);
  });
});
