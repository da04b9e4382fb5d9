import { describe, expect, it } from "vitest";
import type { Endpoint } from "../connect/endpoint.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { findPort } from "./find-port.ts";
import type { Endpoint as Attachment } from "./reachable.ts";

const unix: Endpoint = { kind: "unix", socketPath: "/var/run/docker.sock" };
const bridge = { address: "172.18.0.1", cidr: "172.18.0.1/16" };
const uplink = { address: "192.168.1.10", cidr: "192.168.1.10/24" };
const onBridge: Attachment = {
  NetworkID: "n1",
  IPAddress: "172.18.0.5",
  Gateway: "172.18.0.1",
  GlobalIPv6Address: "",
};

interface Given {
  readonly endpoint?: Endpoint;
  readonly networks?: readonly Attachment[];
  readonly mode?: string;
  readonly driver?: string;
  readonly published?: readonly { readonly HostIp: string; readonly HostPort: string }[];
  readonly here?: readonly { readonly address: string; readonly cidr: string }[];
}

function find({ endpoint = unix, networks = [], mode = "app", driver = "bridge", published, here }: Given) {
  const client = {
    endpoint: { endpoint },
    get: async (path: string) =>
      path.startsWith("/networks/")
        ? { Driver: driver }
        : {
            HostConfig: { NetworkMode: mode },
            NetworkSettings: { Networks: { ...networks }, Ports: published ? { "80/tcp": published } : {} },
          },
  } as unknown as EngineClient;
  return findPort(client, "web", 80, new AbortController().signal, here ?? [bridge, uplink]);
}

describe("findPort", () => {
  it("takes the container's own address on a bridge of this machine", async () => {
    expect(await find({ networks: [onBridge] })).toEqual({ kind: "direct", host: "172.18.0.5", port: 80 });
  });

  it("takes a network that it is on now: one that it left has no address", async () => {
    const left = { NetworkID: "n0", IPAddress: "", Gateway: "", GlobalIPv6Address: "" };
    expect(await find({ networks: [left, onBridge] })).toMatchObject({ host: "172.18.0.5" });
    expect(await find({ networks: [left] })).toMatchObject({ kind: "unknown" });
  });

  it("takes an address of IPv6 where there is no other", async () => {
    const six = { NetworkID: "n6", IPAddress: "", Gateway: "fd00::1", GlobalIPv6Address: "fd00::5" };
    const here = [{ address: "fd00::1", cidr: "fd00::1/64" }];
    expect(await find({ networks: [six], here })).toMatchObject({ kind: "direct", host: "fd00::5" });
  });

  it("takes no binding without a host port, as a container on a routed network has", async () => {
    const published = [{ HostIp: "0.0.0.0", HostPort: "" }];
    expect(await find({ published })).toMatchObject({ kind: "unknown" });
  });

  it("asks from a container beside it", async () => {
    const here = [{ address: "172.18.0.9", cidr: "172.18.0.9/16" }];
    expect(await find({ networks: [onBridge], here })).toMatchObject({ kind: "direct", host: "172.18.0.5" });
  });

  it("knows that the host cannot reach a macvlan network, though it has addresses of it", async () => {
    const macvlan = { ...onBridge, IPAddress: "192.168.1.50", Gateway: "192.168.1.1" };
    expect(await find({ networks: [macvlan], driver: "macvlan" })).toMatchObject({ kind: "unknown" });
  });

  it.each<readonly [string, Endpoint]>([
    ["an engine of one user", { kind: "unix", socketPath: "/run/user/1000/docker.sock" }],
    ["a virtual machine", { kind: "unix", socketPath: "/home/me/.docker/desktop/docker.sock" }],
    ["another machine", { kind: "tcp", host: "build.example", port: 2376 }],
    ["another machine by ssh", { kind: "ssh", host: "build.example" }],
  ])("does not take networks of %s for this machine's", async (_, endpoint) => {
    expect(await find({ networks: [onBridge], endpoint })).toMatchObject({ kind: "unknown" });
    const host = endpoint.kind === "unix" ? "127.0.0.1" : endpoint.host;
    const published = [{ HostIp: "0.0.0.0", HostPort: "8080" }];
    expect(await find({ networks: [onBridge], endpoint, published })).toEqual({
      kind: "published",
      host,
      port: 8080,
    });
  });

  it("takes the address that a port is published on, unless that is the other machine's own", async () => {
    const endpoint: Endpoint = { kind: "tcp", host: "build.example", port: 2376 };
    const local = { HostIp: "127.0.0.1", HostPort: "8080" };
    expect(await find({ endpoint, published: [local] })).toMatchObject({ kind: "unknown" });
    expect(await find({ endpoint, published: [local, { HostIp: "10.0.0.7", HostPort: "81" }] })).toEqual({
      kind: "published",
      host: "10.0.0.7",
      port: 81,
    });
    expect(await find({ published: [local] })).toMatchObject({ kind: "published", host: "127.0.0.1" });
  });

  it("takes the engine's host for a container on the host's network", async () => {
    expect(await find({ mode: "host" })).toEqual({ kind: "direct", host: "127.0.0.1", port: 80 });
  });
});
