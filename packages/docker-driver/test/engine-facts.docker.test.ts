// What engines do with host ports, on which the replacement of a container that has one rests. No engine promises it, so
// it is asserted here on each that the tests run on: HASHIKE_TEST_SOCKET=… in the engine's network namespace.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { resolveEndpoint } from "../src/connect/resolve-endpoint.ts";
import type { EngineClient } from "../src/engine/engine-client.ts";
import { openEngine } from "../src/engine/open-engine.ts";
import { type Bench, bench, served } from "./engine-facts/containers.ts";
import { makePark, type Park } from "./engine-facts/park.ts";
import { engine } from "./support/engine.ts";
import { busybox } from "./support/images.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let client: EngineClient;
let on: Bench;
let park: Park;

beforeAll(async () => {
  own = await ownThings("facts");
  client = await openEngine(resolveEndpoint({ host: `unix://${engine.socketPath}`, env: {} }), { env: {} });
  const [app, sibling] = [own.name("app"), own.name("sibling")];
  await client.post("/networks/create", { body: { Name: app } });
  const Cmd = ["nc", "-ll", "-p", "6379", "-e", "cat"];
  const body = { Image: busybox, Cmd, HostConfig: { NetworkMode: app } };
  await client.post("/containers/create", { query: { name: sibling }, body });
  on = bench(client, app, sibling);
  await on.start(sibling);
  park = await makePark(client, own);
});

afterAll(async () => {
  client.close();
  await own.removeAll();
});

interface Pair {
  readonly port: number;
  readonly old: string;
  readonly next: string;
}

/** One that serves, and one that was started beside it and has left park. */
async function pair(short: string): Promise<Pair> {
  const port = await freePort();
  const [old, next] = [own.name(`${short}-old`), own.name(`${short}-new`)];
  await on.create(old, port);
  await on.start(old);
  expect(await served(port)).toBe(old);
  await on.startParked(next, port, park);
  await on.leave(next, park);
  return { port, old, next };
}

/** Frees the port and claims it. */
async function swap({ old, next }: Pick<Pair, "old" | "next">): Promise<void> {
  await on.join(next, park);
  await on.join(old, park);
  await on.leave(next, park);
}

// The candidate's birth: it is on its network for good, with its final address, while the old one serves.
it("starts a container beside the one that holds its host port, and lets it stay without", async () => {
  const port = await freePort();
  const [old, next] = [own.name("birth-old"), own.name("birth-new")];
  await on.create(old, port);
  await on.start(old);
  expect(await served(port)).toBe(old);

  await on.startParked(next, port, park);
  const address = await on.address(next);
  // It gets no port by that, and no error says so: the call answers 200.
  await on.leave(next, park);

  expect(await on.hostPort(next)).toBeUndefined();
  expect(address).toMatch(/^\d/);
  expect(await on.address(next)).toBe(address);
  await on.echo(next);
  expect(await on.hostPort(old)).toBe(String(port));
  expect(await served(port)).toBe(old);
});

// The switch, and why the old one can be drained at leisure afterwards: it leaves park and has its network still.
it("passes the port when the old one joins park and the new one leaves it, and breaks no connection", async () => {
  const { port, old, next } = await pair("pass");
  const addresses = [await on.address(old), await on.address(next)];
  await Promise.all([on.echo(old), on.echo(next)]);

  await on.join(next, park);
  await on.join(old, park);
  expect(await on.hostPort(old)).toBeUndefined();
  await on.leave(next, park);
  expect(await on.hostPort(next)).toBe(String(port));
  await on.leave(old, park);

  expect(await on.hostPort(old)).toBeUndefined();
  expect(await served(port)).toBe(next);
  expect([await on.address(old), await on.address(next)]).toEqual(addresses);
  await Promise.all([on.echo(old), on.echo(next)]);
});

// Undo: what the switch did is taken back in the same way.
it("gives the port back when the old one leaves park first", async () => {
  const { port, old, next } = await pair("undo");
  await swap({ old, next });

  await on.join(next, park);
  await on.leave(old, park);
  await on.leave(next, park);

  expect(await on.hostPort(old)).toBe(String(port));
  expect(await on.hostPort(next)).toBeUndefined();
  expect(await served(port)).toBe(old);
  await Promise.all([on.echo(old), on.echo(next)]);
});

// A claim is looked at afterwards, as its answer tells nothing, and is done once more.
it("answers a claim that fails like one that succeeds, and mends it by another", async () => {
  const { port, old, next } = await pair("early");

  await on.join(next, park);
  await on.leave(next, park);
  expect(await on.hostPort(next)).toBeUndefined();
  expect(await served(port)).toBe(old);

  await swap({ old, next });
  expect(await on.hostPort(next)).toBe(String(port));
});

it("mends a claim that met another program, too", async () => {
  const { port, old, next } = await pair("taken");
  await on.join(next, park);
  await on.join(old, park);
  const stranger = createServer().listen(port, "0.0.0.0");
  await once(stranger, "listening");

  await on.leave(next, park);
  expect(await on.hostPort(next)).toBeUndefined();

  stranger.close();
  await once(stranger, "close");
  expect(await on.hostPort(next)).toBeUndefined();
  await on.join(next, park);
  await on.leave(next, park);
  expect(await on.hostPort(next)).toBe(String(port));
});

// The old one may crash, or be removed by somebody, at any moment of the switch.
it("leaves the port to the new one when the old one is removed while it is parked", async () => {
  const { port, old, next } = await pair("gone");
  await swap({ old, next });
  await client.delete(`/containers/${old}`, { query: { force: true } });
  expect(await on.hostPort(next)).toBe(String(port));
  expect(await served(port)).toBe(next);
});

// A parked container has no way out. What it tries to reach meanwhile, at its birth or during a switch, it reaches when
// it has left: with this setting a connection that is not made yet takes the address that the container has by then.
it("makes a connection that was tried on park once the container has left it", async () => {
  const outside = createServer((socket) => socket.end()).listen(0, "0.0.0.0");
  await once(outside, "listening");
  const { port: outsidePort } = outside.address() as AddressInfo;
  const name = own.name("eager");
  const first = `nc ${await addressOfHost()} ${outsidePort}`;
  const sysctls = { "net.ipv4.ip_dynaddr": "1" };

  const from = once(outside, "connection").then(([socket]: Socket[]) => socket?.remoteAddress);
  await on.startParked(name, await freePort(), park, { first, sysctls });
  // By then it serves, and so has tried.
  await on.echo(name);
  await on.leave(name, park);

  expect(await from).toBe(await on.address(name));
  outside.close();
});

/** On another network than the container's, so that it needs a way out. */
async function addressOfHost(): Promise<string> {
  const network = own.name("elsewhere");
  await client.post("/networks/create", { body: { Name: network } });
  const { IPAM } = await client.get<{ IPAM: { Config: { Gateway: string }[] } }>(`/networks/${network}`);
  return IPAM.Config.map(({ Gateway }) => Gateway).join();
}
