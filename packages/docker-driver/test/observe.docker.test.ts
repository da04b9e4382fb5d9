import { type ContainerSpec, HashikeError, type ImageSpec } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageSource } from "../src/index.ts";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { untilState } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { registry } from "./support/registry.ts";
import { containerSpec, desiredState, testOwner } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;

beforeAll(async () => {
  own = await ownThings("observe");
  on = steps(testDriver(), await imageId(busybox));
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

const named = async (name: string) => {
  const { containers } = await testDriver().observe(desiredState());
  return containers.find((c) => c.name === name);
};
const image = (about: Partial<ImageSpec>): ImageSpec => ({
  reference: busybox,
  scheme: "registry",
  policy: "IfNotPresent",
  ...about,
});

describe("observe", () => {
  it("tells what the driver itself has made", async () => {
    const port = await freePort();
    const preStop = {
      kind: "exec",
      command: ["drain", "$(secret:0123456789abcdef0123456789abcdef)"],
    } as const;
    const name = own.name("web");
    const id = await on.create({
      name,
      networks: [own.name("net")],
      command: ["sleep", "600"],
      ports: [{ containerPort: 80, hostPort: port, hostIp: "", protocol: "tcp" }],
      lifecycle: { preStop, postStart: { kind: "sleep", seconds: 1 } },
      more: { source: "s3://bucket/shop.yml" },
    });
    const { Id: networkId } = await engine.json<{ Id: string }>("GET", `/networks/${own.name("net")}`);
    const attached = [{ network: own.name("net"), networkId }];
    const kept = { preStop, source: "s3://bucket/shop.yml" };
    const common = {
      ...kept,
      id,
      specName: name,
      role: "main",
      record: "{}",
      ranAfter: [],
      networks: attached,
    };
    const owned = { kind: "owned", owner: testOwner };
    expect(await named(name)).toMatchObject({
      ...common,
      ownership: owned,
      state: "created",
      publishedPorts: [],
    });
    await on.start(name, id);
    expect(await named(name)).toMatchObject({
      ...common,
      state: "running",
      exitedZero: false,
      publishedPorts: [{ hostIp: "", hostPort: port, containerPort: 80, protocol: "tcp" }],
    });
  });

  it("tells containers that ended well from others", async () => {
    for (const [word, code] of [
      ["good", 0],
      ["bad", 1],
    ] as const) {
      const name = own.name(word);
      const command = ["sh", "-c", `exit ${code}`];
      const id = await on.create({ name, networks: [own.name("net")], restartPolicy: "Never", command });
      await on.start(name, id);
      await untilState(id, ({ State }) => State.Status === "exited");
      expect(await named(name)).toMatchObject({ state: "exited", exitedZero: code === 0 });
    }
  });

  it("tells volumes and networks with their owners", async () => {
    const volume = { name: own.name("data"), owner: testOwner };
    await on.run(makeAction("volume.create", volume.name, { volume }));
    const { volumes, networks, engine: facts } = await testDriver().observe(desiredState());
    expect(volumes.find((v) => v.name === volume.name)?.ownership).toEqual({
      kind: "owned",
      owner: testOwner,
    });
    expect(networks.find((n) => n.name === own.name("net"))?.ownership).toEqual({ kind: "foreign" });
    expect(facts).toMatchObject({
      description: expect.stringContaining(engine.socketPath),
      apiVersion: expect.stringMatching(/^1\.\d\d$/),
    });
    expect(facts.updatablePaths).toContain("resources.memoryLimitBytes");
  });

  it("takes the same number of Engine calls for one container and for twenty, and writes nothing", async () => {
    await using proxy = await startRecordingProxy();
    const driver = testDriver({ host: proxy.host });
    const desired = desiredState({ images: [image({})], hostPaths: [{ path: "/etc", type: "" }] });
    await driver.observe(desired);
    proxy.clear();
    await driver.observe(desired);
    const before = proxy.requests.map((r) => r.resource).sort();
    for (let i = 0; i < 20; i++)
      await on.create({ name: own.name(`many-${i}`), networks: [own.name("net")] });
    proxy.clear();
    await driver.observe(desired);
    expect(proxy.requests.map((r) => r.resource).sort()).toEqual(before);
    expect(before).toEqual([
      "/containers/json",
      "/containers/json",
      "/images/json",
      "/info",
      "/networks",
      "/volumes",
    ]);
    expect(proxy.writes()).toEqual([]);
  });
});

describe("settings", () => {
  const settingsOf = async (names: readonly string[]) => {
    const containers = names.map((name) => containerSpec({ name }));
    const observed = await testDriver().observe(desiredState({ containers }));
    return (id: string) => observed.containers.find((c) => c.id === id)?.liveDifferences;
  };

  it("are found of one that was given another name by hand", async () => {
    const name = own.name("renamed");
    const id = await on.create({ name, networks: [own.name("net")], command: ["sleep", "600"] });
    await on.start(name, id);
    await engine.json("POST", `/containers/${id}/rename?name=${name}-by-hand`);
    await engine.json("POST", `/containers/${id}/update`, { CpuShares: 5120 });
    const differences = (await settingsOf([name]))(id);
    expect(differences).toEqual([{ path: "resources.cpuRequestMilli", live: 500 }]);
  });

  it("are not those of another one, whose ID begins with the name", async () => {
    const other = own.name("other");
    const id = await on.create({ name: other, networks: [own.name("net")], command: ["sleep", "600"] });
    await on.start(other, id);
    await engine.json("POST", `/containers/${id}/update`, { CpuShares: 5120 });
    expect((await settingsOf([id.slice(0, 12)]))(id)).toBeUndefined();
    expect((await settingsOf([id.slice(0, 12), other]))(id)).toHaveLength(1);
  });
});

describe("what observing costs", () => {
  it("is a call more for each wanted container that is up", async () => {
    const containers: ContainerSpec[] = [];
    for (let i = 0; i < 3; i++) {
      const name = own.name(`up-${i}`);
      const spec = { name, networks: [own.name("net")], command: ["sleep", "600"] };
      const id = await on.create(spec);
      if (i > 0) await on.start(name, id);
      containers.push(containerSpec(spec));
    }
    await using proxy = await startRecordingProxy();
    const driver = testDriver({ host: proxy.host });
    await driver.observe(desiredState({ containers }));
    const calls = proxy.calls();
    const inspected = calls.filter(({ resource }) => /^\/containers\/.+\/json$/.test(resource));
    expect(inspected).toHaveLength(2);
    const others = calls.filter((request) => !inspected.includes(request)).map((r) => r.resource);
    expect([...new Set(others)].sort()).toEqual([
      "/containers/json",
      "/images/json",
      "/networks",
      "/volumes",
    ]);
  });
});

it("the engine's time is that of its answers, not this machine's", async () => {
  await using proxy = await startRecordingProxy({ aheadSeconds: 3600 });
  const { engine: facts } = await testDriver({ host: proxy.host }).observe(desiredState());
  expect(Math.abs(facts.nowSeconds - 3600 - Date.now() / 1000)).toBeLessThan(60);
});

describe("observing images", () => {
  const observe = async (...images: ImageSpec[]) =>
    (await testDriver().observe(desiredState({ images }))).images;

  it("asks the registry where the policy says so", async () => {
    const [always, present, never] = await observe(
      image({ policy: "Always", reference: `${registry}/${busybox}` }),
      image({ policy: "IfNotPresent" }),
      image({ reference: "hashike-test/none:1", policy: "Never" }),
    );
    expect(always?.remote).toEqual({ status: "current", digest: expect.stringMatching(/^sha256:/) });
    expect(present).toMatchObject({ localId: await imageId(busybox), remote: { status: "unasked" } });
    expect(never).toEqual({
      reference: "hashike-test/none:1",
      localDigests: [],
      remote: { status: "unasked" },
    });
  });

  it("asks for an image that is absent, and says when the registry does not have it", async () => {
    const reference = `${registry}/hashike-test/none:1`;
    const [found] = await observe(image({ reference }));
    expect(found).toMatchObject({ reference, remote: { status: "not-found" } });
    expect(found).not.toHaveProperty("localId");
  });

  it("says when a registry cannot be reached", async () => {
    const [found] = await observe(image({ reference: "localhost:1/none:1" }));
    expect(found?.remote.status).toBe("unreachable");
  });

  it("refuses a scheme that nothing brings", async () => {
    const reference = "docker-archive+s3://bucket/key.tar/app:1";
    const origin = { file: "m.yml", line: 3, column: 9 };
    await expect(observe(image({ reference, scheme: "docker-archive+s3", origin }))).rejects.toMatchObject({
      code: "DRIVER_IMAGE_SCHEME_UNSUPPORTED",
      hint: expect.stringContaining("imageSources"),
      at: origin,
    });
  });

  it("tells where the references are that their source cannot read, all at once", async () => {
    const source: ImageSource = {
      localName: () => {
        throw new HashikeError("MANIFEST_INVALID", "must name an image", { hint: "name one" });
      },
      resolve: async () => ({ status: "unasked" }),
      load: async () => "",
    };
    const driver = testDriver({ imageSources: { archive: source } });
    const images = ["archive://a", "archive://b"].map((reference, index) =>
      image({ reference, scheme: "archive", origin: { file: "m.yml", line: index + 1, column: 1 } }),
    );
    await expect(driver.observe(desiredState({ images }))).rejects.toMatchObject({
      code: "MANIFEST_INVALID",
      diagnostics: [
        { path: "image archive://a", message: "must name an image", hint: "name one", at: { line: 1 } },
        { path: "image archive://b", at: { line: 2 } },
      ],
    });
  });

  it("leaves a scheme to its source", async () => {
    const id = await imageId(busybox);
    const source: ImageSource = {
      localName: () => busybox,
      resolve: async () => ({ status: "current", digest: id }),
      load: async (_reference, loader, options) => (await loader.find(busybox, options))?.id ?? "",
    };
    const driver = testDriver({ imageSources: { archive: source } });
    const spec = image({ reference: "archive://x", scheme: "archive", policy: "Always" });
    const { images } = await driver.observe(desiredState({ images: [spec] }));
    expect(images).toEqual([
      {
        reference: "archive://x",
        localId: id,
        localDigests: [id],
        remote: { status: "current", digest: id },
      },
    ]);
    const pulled = await steps(driver, id).run(makeAction("image.pull", "archive://x", { image: spec }));
    expect(pulled.imageId).toBe(id);
  });
});
