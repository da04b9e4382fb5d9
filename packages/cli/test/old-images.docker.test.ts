import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { hashike, output } from "./support/hashike.ts";
import { type OwnApp, ownApp } from "./support/own-app.ts";

// `HASHIKE_TEST_WHOLE=1`, as in `npm run test:engines`: twenty versions; otherwise fewer, for CI.
const last = process.env.HASHIKE_TEST_WHOLE === "1" ? 20 : 5;

let app: OwnApp;
let folder: string;

beforeAll(async () => {
  app = await ownApp("old-images");
  folder = await mkdtemp(join(tmpdir(), "hashike-old-images-"));
});

beforeEach(() => clear());

afterAll(async () => {
  await clear();
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const label = () => `${app.own.prefix}version`;

interface Listed {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** Images of the test that are on the engine. */
async function images(): Promise<readonly Listed[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label()] }));
  return engine.json<Listed[]>("GET", `/images/json?filters=${filters}`);
}

const versions = async () =>
  (await images()).map(({ Labels }) => Number(Labels?.[label()])).sort((a, b) => a - b);

/** Names of the volumes that are notes about them. */
async function notes(): Promise<readonly string[]> {
  const { Volumes } = await engine.json<{
    Volumes: { Name: string; Labels: Record<string, string> | null }[];
  }>("GET", "/volumes");
  return Volumes.flatMap(({ Name, Labels }) =>
    [Labels?.["hashike.brought"], Labels?.["hashike.archive"]].some((text) => text?.includes(app.own.prefix))
      ? [Name]
      : [],
  );
}

async function clear(): Promise<void> {
  await app.clear();
  for (const { Id } of await images()) await engine.json("DELETE", `/images/${Id}?force=1`);
  for (const name of await notes()) await engine.json("DELETE", `/volumes/${name}`);
}

const archive = () => join(folder, `${app.own.prefix}app.tar`);
const image = () => app.own.name("app:1");

/** Puts another version into the archive, and leaves nothing of it on the engine. */
async function put(version: number): Promise<void> {
  const maker = app.own.name("maker");
  await output("docker", "create", "--name", maker, "busybox:1", "true");
  const made = app.own.name("made:1");
  await output("docker", "commit", "-c", `LABEL ${label()}=${version}`, maker, made);
  await output("docker", "rm", maker);
  await output("docker", "tag", made, image());
  const id = await output("docker", "image", "inspect", "-f", "{{.Id}}", made);
  await writeFile(archive(), await engine.bytes("GET", `/images/${image()}/get`));
  await output("docker", "rmi", made);
  // It may be what the engine has under this name by now.
  const isUsed = (await output("docker", "ps", "-aq", "--filter", `ancestor=${id}`)) !== "";
  if (!isUsed) await output("docker", "rmi", image());
}

const spec = (command = "sleep 600") => [
  "containers:",
  `- {name: ~web, image: "docker-archive+file://${archive()}/${image()}", command: [sh, -c, "trap 'exit 0' TERM; ${command} & wait"]}`,
];

it("keeps the running image and the last good one of many versions, and says what it removes", async () => {
  for (let version = 1; version <= last; version += 1) {
    await put(version);
    const { code, stdout } = await app.apply(spec());
    expect(code, stdout).toBe(0);
    expect((await versions()).length).toBeLessThanOrEqual(2);
  }
  expect(await versions()).toEqual([last - 1, last]);
  const running = await app.inspect("web", "{{.Image}}");
  expect((await images()).find(({ Id }) => Id === running)?.Labels?.[label()]).toBe(String(last));
  expect((await app.apply(spec())).stdout).toContain("nothing to do");
}, 300_000);

it("keeps all where that is asked for, until they are pruned, with the bytes told", async () => {
  for (const version of [1, 2, 3, 4]) {
    await put(version);
    expect((await app.apply(spec(), "--image-retention", "0")).code).toBe(0);
  }
  expect(await versions()).toEqual([1, 2, 3, 4]);
  const dry = await hashike(["image", "prune", "--dry-run", "-o", "json"]);
  const ids = new Set((await images()).map(({ Id }) => Id));
  const ofTest = (
    JSON.parse(dry.stdout) as { images: { imageId: string; sizeBytes: number }[] }
  ).images.filter(({ imageId }) => ids.has(imageId));
  expect(ofTest).toHaveLength(2);
  expect(ofTest.every(({ sizeBytes }) => sizeBytes > 1_000_000)).toBe(true);
  expect(await versions()).toEqual([1, 2, 3, 4]);
}, 120_000);

it("leaves an image that has another name, or that another container uses", async () => {
  const tagged = app.own.name("mine:1");
  const user = app.own.name("user");
  for (const version of [1, 2, 3, 4, 5]) {
    await put(version);
    expect((await app.apply(spec(), "--image-retention", "1")).code).toBe(0);
    const id = await app.inspect("web", "{{.Image}}");
    if (version === 1) await output("docker", "tag", id, tagged);
    if (version === 2) await output("docker", "create", "--name", user, id, "true");
  }
  expect(await versions()).toEqual([1, 2, 5]);
}, 180_000);
