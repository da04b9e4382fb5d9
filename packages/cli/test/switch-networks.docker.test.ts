import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { page } from "../../docker-driver/test/support/pages.ts";
import { output } from "./support/hashike.ts";
import { awaitingAnswer, connectingOnce, heardBy, tell, untilReached } from "./support/line-connection.ts";
import { type OutsideWorld, startOutsideWorld } from "./support/outside-world.ts";
import { answering, box, httpProbe, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;
let outside: OutsideWorld;
let port: number;

beforeAll(async () => {
  app = await ownApp("switchnets");
  outside = await startOutsideWorld();
  port = await freePort();
});

afterAll(async () => {
  await outside[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

beforeEach(() => app.clear());

const networksOf = async (container: string): Promise<Readonly<Record<string, Endpoint>>> =>
  JSON.parse(await app.inspect(container, "{{json .NetworkSettings.Networks}}"));

interface Endpoint {
  readonly IPAddress: string;
  readonly GlobalIPv6Address: string;
}

/** Somebody else on a network, who answers. @returns its addresses */
async function sibling(name: string, network: string): Promise<Endpoint> {
  const echo = ["hashike-test/busybox:1", "nc", "-ll", "-p", "7", "-e", "cat"];
  await output("docker", "run", "-d", "--name", app.own.name(name), "--network", network, ...echo);
  const { [network]: endpoint } = await networksOf(name);
  if (endpoint === undefined) throw new Error(`${name} is not on ${network}`);
  return endpoint;
}

const spec = (command: string, hostIps: readonly string[] = [""]) => {
  const ports = hostIps.map((hostIp) => `{containerPort: 80, hostPort: ${port}, hostIP: "${hostIp}"}`);
  return ["containers:", box("web", command, `ports: [${ports.join(", ")}], ${httpProbe}`)];
};

/** Applies a new one that is ready when it is connected to these, and looks whether each connection lives on. */
async function switchWhileConnected(
  to: readonly string[],
  hostIps: readonly string[],
  ...options: readonly string[]
): Promise<void> {
  expect(await app.apply(spec(answering("old"), hostIps), ...options)).toMatchObject({ code: 0 });
  const connecting = to.map(
    (host, i) => `${untilReached(host, 7)} ${connectingOnce(`connection${i}`, host, 7)}`,
  );
  const ready = to.map((_, i) => awaitingAnswer(`connection${i}`));
  const command = answering("new", [...connecting, ...ready].join(" "));
  const { code, stdout, stderr } = await app.apply(spec(command, hostIps), ...options);
  expect(`${code} ${stdout}${stderr}`).toMatch(/^0 /);
  for (const i of to.keys()) {
    await tell(app, "web", `connection${i}`, "after");
    expect(await heardBy(app, "web", `connection${i}`, "after")).toBe("after");
  }
}

describe("a switch on a network with IPv6", () => {
  it("keeps connections of both kinds, and both ways to the port", async () => {
    const dual = app.own.name("dual");
    const subnet = `fd97:${outside.ipv6.split(":")[1]}:ffff::/64`;
    await output("docker", "network", "create", "--ipv6", "--subnet", subnet, dual);
    const peer = await sibling("peer", dual);
    const to = [peer.IPAddress, peer.GlobalIPv6Address, outside.ipv4, outside.ipv6];
    await switchWhileConnected(to, [""], "--network", dual);
    for (const host of ["127.0.0.1", "[::1]", outside.engineIpv4, `[${outside.engineIpv6}]`]) {
      expect(await page(`http://${host}:${port}/`), host).toBe("new");
    }
  });
});

describe("a switch on two networks", () => {
  it("keeps connections on both, and has the new one on both", async () => {
    const second = app.own.name("another");
    await output("docker", "network", "create", second);
    const peers = [await sibling("one", app.own.name("net")), await sibling("two", second)];
    const to = [...peers.map(({ IPAddress }) => IPAddress), outside.ipv4];
    await switchWhileConnected(to, [""], "--network", second);
    expect(Object.keys(await networksOf("web")).sort()).toEqual([second, app.own.name("net")].sort());
    expect(await page(`http://127.0.0.1:${port}/`)).toBe("new");
  });
});

describe("a switch of a port on two addresses of the host", () => {
  it("passes it on on both, and on no other", async () => {
    await switchWhileConnected([outside.ipv4], ["127.0.0.1", outside.engineIpv4]);
    for (const host of ["127.0.0.1", outside.engineIpv4]) {
      expect(await page(`http://${host}:${port}/`), host).toBe("new");
    }
    await expect(page(`http://127.0.0.2:${port}/`)).rejects.toThrow(/ECONNREFUSED/);
  });
});
