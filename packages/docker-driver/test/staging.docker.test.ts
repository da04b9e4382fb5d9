import { request } from "node:http";
import { createServer } from "node:net";
import type { HashikeError } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { imageId, nginx } from "./support/images.ts";
import { inspect, untilState } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { desiredState, testOwner } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let real: string;
let staging: string;

beforeAll(async () => {
  own = await ownThings("staging");
  on = steps(testDriver(), await imageId(nginx));
  real = own.name("net");
  staging = own.name("stage");
  await on.run(makeAction("network.create", real, { network: { name: real, external: false } }));
  await on.run(
    makeAction("network.create", staging, {
      network: { name: staging, external: false, stagingFor: { ...testOwner, name: own.name("owner") } },
    }),
  );
});

afterAll(() => own.removeAll());

const portsAt = (hostPort: number) => [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }] as const;
const addresses = async (id: string) => {
  const { Networks } = (await inspect(id)).NetworkSettings as {
    Networks: Record<string, { IPAddress: string }>;
  };
  return Object.fromEntries(Object.entries(Networks).map(([name, { IPAddress }]) => [name, IPAddress]));
};

/** @param page what it answers with */
async function server(name: string, hostPort: number, page: string, onNetworks?: readonly string[]) {
  const id = await on.create({
    name,
    networks: [real],
    ports: portsAt(hostPort),
    command: ["sh", "-c", `echo ${page} > /usr/share/nginx/html/index.html; exec nginx -g "daemon off;"`],
    ...(onNetworks === undefined ? {} : { more: { onNetworks } }),
  });
  await on.start(name, id);
  return id;
}

describe("a staging network", () => {
  it("leads nowhere, and is told apart from others", async () => {
    expect(await engine.json("GET", `/networks/${staging}`)).toMatchObject({ Internal: true });
    expect(await engine.json("GET", `/networks/${real}`)).toMatchObject({ Internal: false });
    const { networks } = await testDriver().observe(desiredState());
    expect(networks.find((n) => n.name === staging)).toMatchObject({
      isStaging: true,
      hostPorts: "internal",
      ownership: { kind: "owned", owner: { ...testOwner, name: own.name("owner") } },
    });
    expect(networks.find((n) => n.name === real)).toMatchObject({
      isStaging: false,
      hostPorts: "published",
      ownership: { kind: "unowned" },
    });
  });
});

describe("a warm swap", () => {
  it("lets the candidate get ready beside the old one, and take over its port", async () => {
    const port = await freePort();
    const [oldName, newName] = [own.name("web"), own.name("web.hashike-new")];
    const old = await server(oldName, port, "old");
    await untilPage(`http://127.0.0.1:${port}/`, "old");
    const candidate = await server(newName, port, "new", [staging]);

    // It answers this machine, as a probe asks it, and claims no port.
    const { [staging]: address, ...others } = await addresses(candidate);
    expect(others).toEqual({});
    await untilPage(`http://${address}/`, "new");
    expect(await page(`http://127.0.0.1:${port}/`)).toBe("old");
    const { containers } = await testDriver().observe(desiredState());
    expect(containers.find((c) => c.id === candidate)?.publishedPorts).toEqual([]);

    await on.disconnect(newName, candidate, staging);
    await on.switch({ name: newName, id: candidate }, { name: oldName, id: old }, real);
    expect(await page(`http://127.0.0.1:${port}/`)).toBe("new");
    expect((await inspect(old)).State.Running).toBe(true);
    expect(await page(`http://127.0.0.1:${port}/`)).toBe("new");
    await on.rename(oldName, old, own.name("web.hashike-old"));
    await on.rename(newName, candidate, oldName);
    const asker = await server(own.name("sibling"), 0, "sibling");
    expect(await lookUp(asker, oldName)).toEqual([(await addresses(candidate))[real]]);

    await engine.json("POST", `/containers/${candidate}/restart?t=0`);
    await untilPage(`http://127.0.0.1:${port}/`, "new");
    expect(Object.keys(await addresses(candidate))).toEqual([real]);
    // Nothing tells it from one that was created on its network.
    expect((await inspect(candidate)).HostConfig.NetworkMode).toBe(real);
  });

  it("goes back with one connect", async () => {
    const port = await freePort();
    const name = own.name("back");
    const id = await server(name, port, "back");
    await untilPage(`http://127.0.0.1:${port}/`, "back");
    await on.disconnect(name, id, real);
    await expect(page(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    await on.connect(name, id, real);
    expect(await page(`http://127.0.0.1:${port}/`)).toBe("back");
  });

  it("hands a name over by names that differ only in letter case", async () => {
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

describe("container.switch", () => {
  it("passes several host ports, too, and back", async () => {
    const ports = [await freePort(), await freePort()];
    const bound = ports.map((hostPort, i) => ({
      containerPort: 80 + i,
      hostPort,
      hostIp: "",
      protocol: "tcp" as const,
    }));
    const made = async (name: string, onNetworks: readonly string[]) => {
      const id = await on.create({ name, networks: [real], ports: bound, more: { onNetworks } });
      await on.start(name, id);
      return { name, id };
    };
    const one = await made(own.name("one"), [real]);
    const two = await made(own.name("two"), [staging]);
    await on.disconnect(two.name, two.id, staging);
    for (const [to, from] of [
      [two, one],
      [one, two],
    ] as const) {
      await on.switch(to, from, real);
      const { containers } = await testDriver().observe(desiredState());
      const held = (id: string) => containers.find((c) => c.id === id)?.publishedPorts.map((p) => p.hostPort);
      expect(new Set(held(to.id))).toEqual(new Set(ports));
      expect(held(from.id)).toEqual([]);
    }
  });

  it("leaves both as they were when a third one holds a port", async () => {
    const port = await freePort();
    const [keeper, holder, late] = [own.name("keeper"), own.name("third"), own.name("latest")];
    const keeping = await server(keeper, await freePort(), "keeper");
    await server(holder, port, "third");
    const id = await server(late, port, "latest", [staging]);
    const pass = on.switch({ name: late, id }, { name: keeper, id: keeping }, real);
    await expect(pass).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message: expect.stringContaining(`host port ${port} is held by container ${holder}`),
    });
    expect(Object.keys(await addresses(keeping))).toEqual([real]);
    expect(Object.keys(await addresses(id))).toEqual([staging]);
  });
});

describe("container.connect of a running container", () => {
  it("names the container that holds its port, and leaves it as it was", async () => {
    const port = await freePort();
    const [holderName, name] = [own.name("holder"), own.name("late")];
    const holder = await server(holderName, port, "holder");
    const late = await server(name, port, "late", [staging]);
    await expect(on.connect(name, late, real)).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message: `cannot connect network ${real} to container ${name}: host port ${port} is held by container ${holderName}`,
      hint: expect.stringContaining(holderName),
    });
    expect(Object.keys(await addresses(late))).toEqual([staging]);
    await on.disconnect(holderName, holder, real);
    await on.connect(name, late, real);
    await untilPage(`http://127.0.0.1:${port}/`, "late");
  });

  it("says so when a program outside of containers holds its port", async () => {
    const port = await freePort();
    const other = createServer();
    const name = own.name("blocked");
    const id = await server(name, port, "blocked", [staging]);
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
    const name = own.name("inside");
    const id = await server(name, port, "inside", [staging]);
    const further = own.name("further");
    await engine.json("POST", "/networks/create", { Name: further, Internal: true });
    await on.connect(name, id, further);
    expect(Object.keys(await addresses(id)).sort()).toEqual([further, staging].sort());
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

/** Without keep-alive: an open connection may still reach who had the port before. */
function page(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => resolve(text.trim()));
      answer.on("error", reject);
    });
    sent.on("error", reject).end();
  });
}

async function untilPage(url: string, text: string): Promise<void> {
  for (;;) {
    if ((await page(url).catch(() => "")) === text) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** IPv4 addresses that a name has in a container, sorted. */
async function lookUp(id: string, name: string): Promise<readonly string[]> {
  const { Id } = await engine.json<{ Id: string }>("POST", `/containers/${id}/exec`, {
    AttachStdout: true,
    Tty: true,
    Cmd: ["nslookup", "-type=a", name, "127.0.0.11"],
  });
  const { stdout } = await execOutput(Id);
  return [...stdout.matchAll(/^Address(?: \d+)?: (\d+\.\d+\.\d+\.\d+)\s*$/gm)]
    .map(([, address]) => address ?? "")
    .filter((address) => address !== "127.0.0.11")
    .sort();
}

async function execOutput(execId: string): Promise<{ readonly stdout: string }> {
  const path = await engine.versioned(`/exec/${execId}/start`);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath: engine.socketPath,
        method: "POST",
        path,
        headers: { "content-type": "application/json" },
      },
      (answer) => {
        let stdout = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          stdout += chunk;
        });
        answer.on("end", () => resolve({ stdout }));
        answer.on("error", reject);
      },
    );
    sent.on("error", reject).end(JSON.stringify({ Tty: true }));
  });
}
