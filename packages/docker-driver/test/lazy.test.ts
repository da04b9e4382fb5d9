import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDockerDriver } from "../src/index.ts";
import { desiredState } from "./support/specs.ts";

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "hashike-lazy-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("creating a driver reads nothing and connects to nothing; using it does", async () => {
  const driver = createDockerDriver({ host: `unix://${directory}/none.sock`, env: {} });
  const failure = { code: "DRIVER_ENGINE_UNREACHABLE", message: expect.stringContaining("none.sock") };
  await expect(driver.observe(desiredState())).rejects.toMatchObject(failure);
  // Not remembered: an engine may be starting.
  await expect(driver.observe(desiredState())).rejects.toMatchObject(failure);
  await driver.close?.();
});

it("an address that is none is told when it is used", async () => {
  const driver = createDockerDriver({ host: "carrier-pigeon://coop", env: {} });
  await expect(driver.observe(desiredState())).rejects.toMatchObject({ code: "DRIVER_ENDPOINT_INVALID" });
});

it("importing the package loads nothing else", async () => {
  const { metafile } = await build({
    entryPoints: [new URL("../src/index.ts", import.meta.url).pathname],
    outdir: directory,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    metafile: true,
    write: false,
  });
  const entry = Object.values(metafile.outputs).find((o) => o.entryPoint?.endsWith("src/index.ts"));
  expect(entry?.imports.map(({ kind }) => kind)).toEqual(["dynamic-import"]);
});
