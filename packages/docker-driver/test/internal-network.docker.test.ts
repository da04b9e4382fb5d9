import { apply, plan } from "@hashike/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { nginx } from "./support/images.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { containerSpec, desiredState, testOwner } from "./support/specs.ts";

let own: OwnThings;

beforeAll(async () => {
  own = await ownThings("internal");
});

afterAll(() => own.removeAll());

it("leaves a container with a host port alone on a network that publishes none", async () => {
  const network = own.name("backend");
  await engine.json("POST", "/networks/create", { Name: network, Internal: true });
  const owner = { ...testOwner, name: own.name("owner") };
  const name = own.name("web");
  const ports = [{ containerPort: 80, hostPort: await freePort(), hostIp: "", protocol: "tcp" as const }];
  const desired = desiredState({
    owners: [owner],
    networks: [{ name: network, external: true }],
    images: [{ reference: nginx, scheme: "registry", policy: "IfNotPresent" }],
    containers: [containerSpec({ name, owner, image: nginx, networks: [network], ports })],
  });
  const driver = testDriver();
  const step = async () => {
    const made = plan(desired, await driver.observe(desired));
    expect((await apply(made, driver)).status).toBe("done");
    return made;
  };
  const first = await step();
  expect(first.notices.map((n) => n.message)).toEqual([
    `host ports of ${name} are left out: network ${network} publishes none`,
  ]);
  expect((await step()).actions).toEqual([]);
});
