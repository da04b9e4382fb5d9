import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ListedContainer, observedContainer } from "../src/observe/containers.ts";
import { findLocalImage, type ListedImage } from "../src/observe/images.ts";
import { type ListedNetwork, observedNetwork } from "../src/observe/networks.ts";
import { type ListedVolume, observedVolumes } from "../src/observe/volumes.ts";

// The engines' own answers, recorded with the same containers on each.
const read = <T>(engine: string, what: string): T =>
  JSON.parse(readFileSync(new URL(`recorded/${engine}/${what}.json`, import.meta.url), "utf8"));

const owned = { kind: "owned", owner: { kind: "Hashike", namespace: "my-project", name: "rest-api" } };

describe.each(["docker-20.10", "podman-4.3"])("what %s lists", (engine) => {
  const networks = read<ListedNetwork[]>(engine, "networks").map(observedNetwork);
  const listed = read<ListedContainer[]>(engine, "containers");
  const endedWithZero = new Set(read<ListedContainer[]>(engine, "exited-with-zero").map((c) => c.Id));
  const containers = listed.map((c) => observedContainer(c, networks, endedWithZero));
  const named = (name: string) => containers.find((c) => c.name === name);
  const hashikeId = networks.find((n) => n.name === "hashike")?.id ?? "missing";

  it("a running container of ours, with each published port once", () => {
    expect(named("web")).toMatchObject({
      ownership: owned,
      specName: "web",
      role: "main",
      record: '{"image":"x"}',
      state: "running",
      exitedZero: false,
      networks: [{ network: "hashike", networkId: hashikeId }],
      imageId: "sha256:7c4085c29c654a261e67ffc0a6409531070e0b5e1470f7ed0b32e20b3a903239",
    });
    expect([...(named("web")?.publishedPorts ?? [])].sort((a, b) => a.hostPort - b.hostPort)).toEqual([
      { hostIp: "", hostPort: 23457, containerPort: 80, protocol: "tcp" },
      { hostIp: "127.0.0.1", hostPort: 23458, containerPort: 53, protocol: "udp" },
    ]);
  });

  it("init containers that ended well and not well", () => {
    expect(named("migrate")).toMatchObject({ role: "init", state: "exited", exitedZero: true });
    expect(named("failed")).toMatchObject({ role: "init", state: "exited", exitedZero: false });
  });

  it("a container that never started, and holds no port", () => {
    expect(named("old-web")).toMatchObject({
      ownership: { kind: "unowned" },
      state: "created",
      publishedPorts: [],
      networks: [{ network: "hashike", networkId: hashikeId }],
    });
  });

  it("foreign containers: a paused one holds its port", () => {
    expect(named("frozen")).toMatchObject({
      ownership: { kind: "foreign" },
      state: "paused",
      publishedPorts: [{ hostIp: "", hostPort: 23460, containerPort: 81, protocol: "tcp" }],
    });
    // Podman has no word for the time between two tries.
    expect(["restarting", "running"]).toContain(named("other")?.state);
  });

  it("networks and volumes with their owners", () => {
    expect(networks.find((n) => n.name === "hashike")).toMatchObject({
      ownership: { kind: "unowned" },
      hostPorts: "published",
    });
    const volumes = observedVolumes(read<{ Volumes: ListedVolume[] }>(engine, "volumes").Volumes);
    expect(volumes.find((v) => v.name === "rec-data")?.ownership).toEqual(owned);
    expect(volumes.find((v) => v.name === "rec-foreign")?.ownership).toEqual({ kind: "foreign" });
  });

  it("images under the names that a manifest has", () => {
    const images = read<ListedImage[]>(engine, "images");
    const nginx = "sha256:6bb7a3a239fb4cc2fa57adc22b0a0bbb3f40d4053d3f1985fba286317ff54789";
    expect(findLocalImage("nginx:alpine-slim", images)?.id).toBe(nginx);
    expect(findLocalImage("nginx:other", images)).toBeUndefined();
    expect(findLocalImage("quay.io/nginx:alpine-slim", images)).toBeUndefined();
  });
});

it("an attachment to a network that is gone keeps that network's ID", () => {
  const [listed] = read<ListedContainer[]>("docker-20.10", "containers").filter(
    (c) => c.Names?.[0] === "/web",
  );
  if (listed === undefined) throw new Error("not recorded");
  const other = [
    { id: "made-anew", name: "hashike", ownership: { kind: "foreign" }, isPark: false },
  ] as const;
  const { networks } = observedContainer(listed, other, new Set());
  expect(networks).toEqual([{ network: "hashike", networkId: expect.stringMatching(/^d602ee8177bb/) }]);
});

it.each([
  ["bridge", {}, "published"],
  ["bridge", { Options: null }, "published"],
  ["bridge", { Options: { "com.docker.network.bridge.gateway_mode_ipv4": "nat-unprotected" } }, "published"],
  ["bridge", { Options: { "com.docker.network.bridge.gateway_mode_ipv6": "routed" } }, undefined],
  ["bridge", { Internal: true }, "internal"],
  ["macvlan", {}, "ignored"],
  ["ipvlan", { Internal: true }, "ignored"],
  ["host", {}, "ignored"],
  ["null", {}, "ignored"],
  ["overlay", {}, undefined],
  [undefined, {}, undefined],
])("what becomes of host ports on a network of the driver %s: %j", (Driver, more, hostPorts) => {
  const listed = {
    Id: "n1",
    Name: "net",
    Labels: null,
    ...(Driver === undefined ? {} : { Driver }),
    ...more,
  };
  expect(observedNetwork(listed).hostPorts).toBe(hostPorts);
});
