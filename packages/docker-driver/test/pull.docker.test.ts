import { describe, expect, it, onTestFinished } from "vitest";
import { describeEndpoint } from "../src/connect/endpoint.ts";
import { registryAuth } from "../src/credentials/registry-auth.ts";
import type { EngineClient } from "../src/engine/engine-client.ts";
import { openEngine } from "../src/engine/open-engine.ts";
import { remoteDigest } from "../src/pull/distribution-digest.ts";
import { pullImage } from "../src/pull/pull-image.ts";
import type { PullProgress } from "../src/pull/pull-progress.ts";
import { startPodman } from "./connect/podman.ts";
import { tempDir, writeIn } from "./connect/temp-dir.ts";
import { publish, remove } from "./pull/publish.ts";
import { startRegistry, user } from "./pull/registry.ts";
import { stallingProxy } from "./pull/stalling-proxy.ts";
import { engine } from "./support/engine.ts";
import { storeKind } from "./support/images.ts";
import { freePort } from "./support/own-things.ts";

async function openSocket(socketPath: string): Promise<EngineClient> {
  const client = await openEngine(describeEndpoint({ kind: "unix", socketPath }, { kind: "default" }), {
    env: {},
  });
  onTestFinished(() => client.close());
  return client;
}

const docker = () => openSocket(engine.socketPath);

interface InspectedImage {
  readonly Id: string;
  readonly RepoDigests: readonly string[];
}

/** The credentials of a user who has logged in with the Docker CLI. */
async function logIn(registry: string, password: string): Promise<string | undefined> {
  const configDir = tempDir();
  const auth = Buffer.from(`${user.username}:${password}`).toString("base64");
  await writeIn(configDir, "config.json", { auths: { [registry]: { auth } } });
  return registryAuth(registry, { configDir, env: {} });
}

describe("from a registry", () => {
  async function setUp(bytes = 20_000) {
    const client = await docker();
    const registry = await startRegistry({ isPrivate: false });
    const name = `${registry}/hktest/pull`;
    await publish(client, name, "1", bytes);
    return { client, registry, name, reference: `${name}:1` };
  }

  it("brings an image, and tells how far it is", async () => {
    const bytes = 8_000_000;
    const { client, reference } = await setUp(bytes);
    const seen: PullProgress[] = [];
    await pullImage(client, reference, { onProgress: (progress) => seen.push(progress) });
    await client.get(`/images/${reference}/json`);
    await remove(client, reference);
    const last = seen.at(-1);
    expect(last).toMatchObject({ layers: 1 });
    // With a containerd store an engine tells bytes of what takes long alone, and before Docker 28 no end.
    if ((await storeKind()) === "graph") {
      expect(last?.layersDone).toBe(1);
      expect(last?.totalBytes).toBeGreaterThan(bytes);
    }
    expect(last?.currentBytes).toBe(last?.totalBytes);
    const counts = seen.map((progress) => progress.currentBytes);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it("knows the digest beforehand, and can pull by it", async () => {
    const { client, name, reference } = await setUp();
    const remote = await remoteDigest(client, reference, {});
    if (remote.status !== "current") throw new Error(JSON.stringify(remote));
    await expect(client.get(`/images/${reference}/json`)).rejects.toMatchObject({ status: 404 });
    const pinned = `${name}@${remote.digest}`;
    await pullImage(client, pinned, {});
    expect((await client.get<InspectedImage>(`/images/${pinned}/json`)).RepoDigests).toEqual([pinned]);
    await remove(client, pinned);
  });

  it("says that a tag is not there", async () => {
    const { client, name } = await setUp();
    await expect(pullImage(client, `${name}:nope`, {})).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: expect.stringMatching(/^cannot pull \S+:nope: .*not found/),
      hint: "check the image's name and tag: the registry does not have it",
    });
    expect(await remoteDigest(client, `${name}:nope`, {})).toMatchObject({ status: "not-found" });
  });

  it("says that it cannot be reached", async () => {
    const client = await docker();
    const reference = `127.0.0.1:${await freePort()}/hktest/pull:1`;
    await expect(pullImage(client, reference, {})).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: expect.stringContaining("connection refused"),
      hint: "check that the engine's host reaches the registry, then try again",
    });
    expect(await remoteDigest(client, reference, {})).toMatchObject({
      status: "unreachable",
      reason: expect.stringContaining("connection refused"),
    });
  });

  it("is left alone by the engine once a pull is aborted", async () => {
    const { client, registry } = await setUp();
    const proxy = await stallingProxy(registry);
    const abort = new AbortController();
    const pulled = pullImage(client, `${proxy.address}/hktest/pull:1`, { signal: abort.signal });
    pulled.catch(() => undefined);
    await proxy.begun;
    const reason = new Error("enough");
    abort.abort(reason);
    await expect(pulled).rejects.toBe(reason);
    // The engine notices at the next byte: it does not hang up while a registry is silent.
    await proxy.untilGivenUp();
  });
});

it("asks the registry of the engine for an image of Docker Hub", async () => {
  const client = await docker();
  const remote = await remoteDigest(client, "nginx:alpine-slim", {});
  expect(remote).toMatchObject({ status: "current", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
});

describe("from a private registry", () => {
  async function setUp() {
    const client = await docker();
    const registry = await startRegistry({ isPrivate: true });
    const name = `${registry}/hktest/private`;
    await publish(client, name, "1", 20_000);
    return { client, registry, reference: `${name}:1` };
  }

  it("brings an image to who has logged in", async () => {
    const { client, registry, reference } = await setUp();
    const auth = await logIn(registry, user.password);
    expect(await remoteDigest(client, reference, { auth })).toMatchObject({ status: "current" });
    await pullImage(client, reference, { auth });
    await client.get(`/images/${reference}/json`);
    await remove(client, reference);
  });

  it.each([
    ["has not logged in", undefined],
    ["has another password", "wrong-secret"],
  ])("brings none to who %s, and says where to log in", async (_, password) => {
    const { client, registry, reference } = await setUp();
    const auth = password === undefined ? undefined : await logIn(registry, password);
    const error = await pullImage(client, reference, { auth }).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      hint: `check the image's name, or run \`docker login ${registry}\` for a private registry`,
    });
    expect(JSON.stringify([String(error), error])).not.toContain("secret");
    expect(await remoteDigest(client, reference, { auth })).toMatchObject({ status: "denied" });
  });
});

it("finds an error within the 200 of Podman, which also pulls, but knows no digests beforehand", async () => {
  const registry = await startRegistry({ isPrivate: true });
  const reference = `${registry}/hktest/podman:1`;
  await publish(await docker(), `${registry}/hktest/podman`, "1", 20_000);
  const client = await openSocket(await startPodman([registry]));

  await expect(pullImage(client, reference, {})).rejects.toMatchObject({
    code: "DRIVER_IMAGE_PULL_FAILED",
    message: expect.stringContaining("unauthorized: authentication required"),
    hint: expect.stringContaining(`docker login ${registry}`),
  });
  const auth = await logIn(registry, user.password);
  await expect(pullImage(client, `${registry}/hktest/podman:nope`, { auth })).rejects.toMatchObject({
    hint: "check the image's name and tag: the registry does not have it",
  });
  expect(await remoteDigest(client, reference, { auth })).toMatchObject({ status: "unsupported" });

  await pullImage(client, reference, { auth });
  const { RepoDigests } = await client.get<InspectedImage>(`/images/${reference}/json`);
  const [pinned = ""] = RepoDigests;
  await pullImage(client, pinned, { auth });
  await client.get(`/images/${pinned}/json`);
});
