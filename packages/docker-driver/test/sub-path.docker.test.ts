import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { compareApiVersions } from "../src/engine/api-version.ts";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { desiredState } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;

beforeAll(async () => {
  own = await ownThings("sub");
  on = steps(testDriver(), await imageId(busybox));
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

/** Runs a script with parts of a volume mounted, to its end. */
async function runWith(name: string, script: string, volume: string, ...subPaths: string[]): Promise<number> {
  const id = await on.create({
    name,
    networks: [own.name("net")],
    restartPolicy: "Never",
    command: ["sh", "-c", script],
    mounts: subPaths.map((subPath, i) => ({
      type: "volume",
      volume,
      target: subPath === "" ? "/all" : `/part${i}`,
      readOnly: false,
      subPath,
    })),
  });
  await on.start(name, id);
  const { StatusCode } = await engine.json<{ StatusCode: number }>("POST", `/containers/${id}/wait`);
  return StatusCode;
}

describe("a part of a volume", () => {
  it("is made where it is missing, and is the same part for all", async () => {
    const volume = own.name("data");
    await engine.json("POST", "/volumes/create", { Name: volume });
    const write = "echo one > /part0/file && echo two > /part1/file";
    expect(await runWith(own.name("write"), write, volume, "a/b", "c")).toBe(0);
    const read =
      "test $(cat /all/a/b/file) = one && test $(cat /all/c/file) = two && test $(cat /part1/file) = one";
    expect(await runWith(own.name("read"), read, volume, "", "a/b")).toBe(0);
  });

  it("gets the mode of the volume's root", async () => {
    const volume = own.name("mode");
    await engine.json("POST", "/volumes/create", { Name: volume });
    expect(await runWith(own.name("chmod"), "chmod 777 /all", volume, "")).toBe(0);
    expect(await runWith(own.name("look"), "test $(stat -c %a /part0) = 777", volume, "new")).toBe(0);
  });

  it("may be a file", async () => {
    const volume = own.name("file");
    await engine.json("POST", "/volumes/create", { Name: volume });
    expect(await runWith(own.name("put"), "echo text > /all/conf", volume, "")).toBe(0);
    expect(await runWith(own.name("get"), "test $(cat /part0) = text", volume, "conf")).toBe(0);
  });

  it("of a volume that is no plain directory is had from engines that mount it, and refused by others", async () => {
    const volume = own.name("bound");
    const device = mkdtempSync(join(tmpdir(), own.prefix));
    onTestFinished(() => rmSync(device, { recursive: true }));
    const DriverOpts = { type: "none", o: "bind", device };
    await engine.json("POST", "/volumes/create", { Name: volume, DriverOpts });
    const { engine: facts } = await testDriver().observe(desiredState());
    const run = runWith(own.name("bound"), "echo text > /part0/file", volume, "new");
    if (compareApiVersions(facts.apiVersion, "1.45") < 0) {
      await expect(run).rejects.toMatchObject({
        code: "DRIVER_UNSUPPORTED",
        message: expect.stringContaining(volume),
      });
    } else {
      expect(await run).toBe(0);
      expect(readFileSync(join(device, "new/file"), "utf8")).toBe("text\n");
    }
  });

  it("leaves no helper behind", async () => {
    const filters = encodeURIComponent(JSON.stringify({ label: ["hashike=helper"] }));
    const helpers = await engine.json<{ Labels: Record<string, string> }[]>(
      "GET",
      `/containers/json?all=1&filters=${filters}`,
    );
    expect(helpers.filter(({ Labels }) => Labels["hashike.purpose"]?.includes(own.prefix))).toEqual([]);
  });
});
