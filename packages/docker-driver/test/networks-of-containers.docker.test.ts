import { createServer } from "node:net";
import type { HashikeError } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { imageId, nginx } from "./support/images.ts";
import { inspect, untilState } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { lookUp, untilPage } from "./support/pages.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let real: string;
let inside: string;

beforeAll(async () => {
  own = await ownThings("networks");
  on = steps(testDriver(), await imageId(nginx));
  real = own.name("net");
  inside = own.name("inside");
  await on.run(makeAction("network.create", real, { network: { name: real, external: false } }));
  await engine.json("POST", "/networks/create", { Name: inside, Internal: true });
});

afterAll(() => own.removeAll());

const portsAt = (hostPort: number) => [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }] as const;
const addresses = async (id: string) => {
  const { Networks } = (await inspect(id)).NetworkSettings as {
    Networks: Record<string, { IPAddress: string }>;
  };
  return Object.fromEntries(Object.entries(Networks).map(([name, { IPAddress }]) => [name, IPAddress]));
};

/** @param page what it answers with. On the network `inside`, it does not claim its port. */
async function server(name: string, hostPort: number, page: string, network = real) {
  const id = await on.create({
    name,
    networks: [network],
    ports: portsAt(hostPort),
    command: ["sh", "-c", `echo ${page} > /usr/share/nginx/html/index.html; exec nginx -g "daemon off;"`],
  });
  await on.start(name, id);
  return id;
}

describe("a container's name", () => {
  it("is handed over by names that differ only in letter case", async () => {
    const [lower, upper] = [own.name("case"), own.name("Case")];
    const first = await server(lower, 0, "x");
    const second = await server(upper, 0, "y");
    const asker = await server(own.name("asker"), 0, "z");
    const both = [(await addresses(first))[real], (await addresses(second))[real]];
    expect(await lookUp(asker, lower)).toEqual(both.sort());
    await on.rename(lower, first, own.name("case.hashike-old"));
    expect(await lookUp(asker, lower)).toEqual([(await addresses(second))[real]]);
    await on.rename(upper, second, lower);
    expect(await lookUp(asker, lower)).toEqual([(await addresses(second))[real]]);
  });
});

describe("container.connect of a running container", () => {
  it("names the container that holds its port, and leaves it as it was", async () => {
    const port = await freePort();
    const [holderName, name] = [own.name("holder"), own.name("late")];
    const holder = await server(holderName, port, "holder");
    const late = await server(name, port, "late", inside);
    await expect(on.connect(name, late, real)).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message: `cannot connect network ${real} to container ${name}: host port ${port} is held by container ${holderName}`,
      hint: expect.stringContaining(holderName),
    });
    expect(Object.keys(await addresses(late))).toEqual([inside]);
    await on.disconnect(holderName, holder, real);
    await on.connect(name, late, real);
    await untilPage(`http://127.0.0.1:${port}/`, "late");
  });

  it("says so when a program outside of containers holds its port", async () => {
    const port = await freePort();
    const other = createServer();
    const name = own.name("blocked");
    const id = await server(name, port, "blocked", inside);
    await new Promise<void>((resolve) => other.listen(port, resolve));
    try {
      const failure = await on.connect(name, id, real).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: "DRIVER_NETWORK_FAILED",
        message: expect.stringContaining(`host port ${port} is held by another program`),
      });
      // Docker 20.10 cannot take it back; then it is said what can.
      const isBack = !Object.keys(await addresses(id)).includes(real);
      const saysRestart = (failure as HashikeError).hint?.includes(`docker restart ${name}`);
      expect(saysRestart).toBe(!isBack);
    } finally {
      other.close();
    }
  });

  it("claims nothing on an internal network", async () => {
    const port = await freePort();
    await server(own.name("outside"), port, "outside");
    const name = own.name("quiet");
    const id = await server(name, port, "inside", inside);
    const further = own.name("further");
    await engine.json("POST", "/networks/create", { Name: further, Internal: true });
    await on.connect(name, id, further);
    expect(Object.keys(await addresses(id)).sort()).toEqual([further, inside].sort());
  });
});

describe("container.disconnect", () => {
  it("takes a stopped one off, too, and one that is not connected as done", async () => {
    const name = own.name("off");
    const id = await server(name, 0, "off");
    await on.disconnect(name, id, real);
    await on.disconnect(name, id, real);
    await on.disconnect(name, id, own.name("no-such-network"));
    await on.connect(name, id, real);
    await on.stop(name, id);
    await untilState(id, ({ State }) => !State.Running);
    await on.disconnect(name, id, real);
    await on.disconnect(name, id, real);
    expect(await addresses(id)).toEqual({});
  });

  it("takes one that is gone as done", async () => {
    expect(await on.disconnect("web", "0".repeat(64), real)).toEqual({});
  });
});
