import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { addressesForOutside, pageFromOutside } from "./support/outside.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let port: number;

beforeAll(async () => {
  own = await ownThings("network");
  port = await freePort();
  const name = own.name("web");
  const on = steps(testDriver(), await imageId(busybox));
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
  const id = await on.create({
    name,
    networks: [own.name("net")],
    command: ["sh", "-c", "mkdir /www; echo here > /www/index.html; exec httpd -f -p 80 -h /www"],
    ports: [{ containerPort: 80, hostPort: port, hostIp: "", protocol: "tcp" }],
  });
  await on.start(name, id);
});

afterAll(() => own.removeAll());

it.each(["127.0.0.1", "[::1]"])("a host port answers on the engine's machine at %s", async (host) => {
  const page = async () => (await fetch(`http://${host}:${port}/`)).text();
  await vi.waitFor(async () => expect(await page()).toBe("here\n"), { timeout: 20_000 });
});

it.each(addressesForOutside)("a host port answers to the world outside at %s", async (host) => {
  const page = () => pageFromOutside(`http://${host}:${port}/`);
  await vi.waitFor(async () => expect(await page()).toBe("here\n"), { timeout: 20_000 });
});
