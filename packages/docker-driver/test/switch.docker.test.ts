import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { imageId, nginx } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { lookUp, page, untilPage } from "./support/pages.ts";
import { desiredState } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let net: string;

beforeAll(async () => {
  own = await ownThings("switch");
  on = steps(testDriver(), await imageId(nginx));
  net = own.name("net");
  await engine.json("POST", "/networks/create", { Name: net });
});

afterAll(() => own.removeAll());

interface Server80 {
  readonly name: string;
  readonly id: string;
}

interface Pair {
  readonly hostPorts: readonly number[];
  readonly old: Server80;
  readonly candidate: Server80;
  readonly park: string;
}

/** Two that serve their own name as a page; the second waits for the host ports of the first. */
async function pair(short: string, count = 1): Promise<Pair> {
  const hostPorts = await Promise.all(Array.from({ length: count }, freePort));
  const park = await on.makePark(`0-${own.name(short)}`, [net]);
  const make = async (name: string, more = {}) => {
    const id = await on.create({
      name,
      networks: [net],
      ports: hostPorts.map((hostPort, i) => ({
        containerPort: 80 + i,
        hostPort,
        hostIp: "",
        protocol: "tcp",
      })),
      command: ["sh", "-c", `echo ${name} > /usr/share/nginx/html/index.html; exec nginx -g "daemon off;"`],
      more,
    });
    return { name, id };
  };
  const old = await make(own.name(short));
  await on.start(old.name, old.id);
  const candidate = await make(own.name(`${short}.hashike-new`), { park, noRestart: true });
  await on.startParked(candidate.name, candidate.id, park);
  return { hostPorts, old, candidate, park };
}

async function networksOf(id: string): Promise<Readonly<Record<string, { readonly IPAddress: string }>>> {
  const { Networks } = (await inspect(id)).NetworkSettings as {
    Networks: Record<string, { IPAddress: string }>;
  };
  return Networks;
}

async function portsOf(id: string): Promise<readonly number[]> {
  const { containers } = await testDriver().observe(desiredState());
  return (containers.find((c) => c.id === id)?.publishedPorts ?? []).map((p) => p.hostPort).sort();
}

describe("a park", () => {
  it("is told apart from other networks, and goes with all that was made for it", async () => {
    const named = async () => {
      const { networks } = await testDriver().observe(desiredState());
      return networks.filter((n) => n.name.includes(own.name("shown")));
    };
    const park = await on.makePark(`0-${own.name("shown")}`, [net]);
    expect(await named()).toMatchObject([{ name: park, isPark: true, ownership: { kind: "owned" } }]);
    await on.removePark(park);
    expect(await named()).toEqual([]);
    const all = await engine.json<{ Name: string }[]>("GET", "/networks");
    expect(all.filter(({ Name }) => Name.includes(park))).toEqual([]);
  });

  it("of which an interrupted apply made only a part is observed, and removed, too", async () => {
    const park = await on.makePark(`0-${own.name("part")}`, [net]);
    await engine.json("DELETE", `/networks/${park}`);
    const { networks } = await testDriver().observe(desiredState());
    const parts = networks.filter((n) => n.name === park);
    expect(parts.every((n) => n.isPark)).toBe(true);
    await on.removePark(park);
    const all = await engine.json<{ Name: string }[]>("GET", "/networks");
    expect(all.filter(({ Name }) => Name.includes(park))).toEqual([]);
  });
});

describe("a switch", () => {
  it("leaves both on their network all the time, with their addresses, and passes port and name on", async () => {
    const { hostPorts, old, candidate, park } = await pair("web");
    const [port] = hostPorts;
    const url = `http://127.0.0.1:${port}/`;
    const { [net]: at, ...others } = await networksOf(candidate.id);
    expect(others).toEqual({});
    await untilPage(`http://${at?.IPAddress}/`, candidate.name);
    expect(await page(url)).toBe(old.name);
    expect(await portsOf(candidate.id)).toEqual([]);
    const oldAt = (await networksOf(old.id))[net]?.IPAddress;

    await on.switch(candidate, old, park);
    expect(await page(url)).toBe(candidate.name);
    expect(await page(`http://${oldAt}/`)).toBe(old.name);
    expect(Object.keys(await networksOf(old.id))).toEqual([net]);
    expect((await networksOf(candidate.id))[net]?.IPAddress).toBe(at?.IPAddress);

    await on.rename(old.name, old.id, own.name("web.hashike-old"));
    await on.rename(candidate.name, candidate.id, old.name);
    expect(await lookUp(candidate.id, old.name)).toEqual([at?.IPAddress]);
    await on.stop(old.name, old.id);
    await on.remove(old.name, old.id);
    await on.removePark(park);
    expect(await page(url)).toBe(candidate.name);

    // Nothing tells it from one that was created on its network: it has its port again after a restart.
    await engine.json("POST", `/containers/${candidate.id}/restart?t=0`);
    await untilPage(url, candidate.name);
    expect(Object.keys(await networksOf(candidate.id))).toEqual([net]);
    expect((await inspect(candidate.id)).HostConfig.NetworkMode).toBe(net);
  });

  it("passes several host ports, many at once, while others come and go", async () => {
    let pairs = await Promise.all(["a", "b", "c", "d"].map((short) => pair(short, 2)));
    const guest = own.name("guest");
    const guestId = await on.create({ name: guest, networks: [net], command: ["sleep", "600"] });
    await on.start(guest, guestId);
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([
        ...pairs.map(({ candidate, old, park }) => on.switch(candidate, old, park)),
        on.disconnect(guest, guestId, net).then(() => on.connect(guest, guestId, net)),
      ]);
      pairs = pairs.map((one) => ({ ...one, old: one.candidate, candidate: one.old }));
      for (const { old, candidate, hostPorts } of pairs) {
        expect(await portsOf(old.id)).toEqual([...hostPorts].sort());
        expect(await portsOf(candidate.id)).toEqual([]);
      }
    }
  }, 180_000);

  it("leaves both as they were when a third one holds a port", async () => {
    const { old, candidate, hostPorts, park } = await pair("keeper");
    const [port = 0] = hostPorts;
    await on.stop(old.name, old.id);
    const third = own.name("third");
    const ports = [{ containerPort: 80, hostPort: port, hostIp: "", protocol: "tcp" } as const];
    const thirdId = await on.create({ name: third, networks: [net], ports });
    await on.start(third, thirdId);
    await expect(on.switch(candidate, old, park)).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message: expect.stringContaining(`host port ${port} is held by container ${third}`),
    });
    expect(Object.keys(await networksOf(candidate.id))).toEqual([net]);
    await on.remove(third, thirdId);
    await on.switch(candidate, undefined, park);
    expect(await portsOf(candidate.id)).toEqual([port]);
  });

  it("fails when a program takes the port in between, and gives it back when that has gone", async () => {
    const { old, candidate, hostPorts, park } = await pair("robbed");
    const [port = 0] = hostPorts;
    await on.stop(old.name, old.id);
    const program = await listening(port);
    try {
      await expect(on.switch(candidate, old, park)).rejects.toMatchObject({
        code: "DRIVER_NETWORK_FAILED",
        message: expect.stringContaining(`host port ${port} is held by another program`),
      });
      expect((await inspect(candidate.id)).State.Running).toBe(true);
    } finally {
      program.close();
    }
    await on.switch(candidate, undefined, park);
    expect(await portsOf(candidate.id)).toEqual([port]);
  });

  it("is not made with one that does not run", async () => {
    const { old, candidate, hostPorts, park } = await pair("down");
    await on.stop(candidate.name, candidate.id);
    await expect(on.switch(candidate, old, park)).rejects.toMatchObject({
      message: expect.stringContaining("it does not run"),
    });
    expect(await portsOf(old.id)).toEqual(hostPorts);
  });

  it("starts a candidate again that ends before it is ready, still without its port", async () => {
    const { old, candidate, hostPorts, park } = await pair("again");
    await engine.json("POST", `/containers/${candidate.id}/kill`);
    await on.waitReady(candidate.name, candidate.id, {}, { restart: { policy: "Always", park } });
    expect((await inspect(candidate.id)).State.Running).toBe(true);
    expect([await portsOf(candidate.id), await portsOf(old.id)]).toEqual([[], hostPorts]);
    expect(Object.keys(await networksOf(candidate.id))).toEqual([net]);
  });
});

function listening(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, () => resolve(server));
  });
}

const rounds = Number(process.env.HASHIKE_SWITCH_ROUNDS ?? 3);
