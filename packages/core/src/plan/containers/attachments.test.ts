import { expect, it } from "vitest";
import { makeDriver, planText, refusal } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { AttachmentSpec, ContainerSpec, DesiredState } from "../../desired/desired-state.ts";
import { containerSpec, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const on = (backend: AttachmentSpec | undefined, more: Partial<ContainerSpec> = {}): DesiredState =>
  desiredState([
    containerSpec({
      name: "web",
      networks: ["front", "backend"],
      ...(backend === undefined ? {} : { attachments: { backend } }),
      ...more,
    }),
  ]);

async function applied(driver: MemoryDriver, desired: DesiredState) {
  const made = plan(desired, await driver.observe(desired));
  const { status } = await apply(made, driver);
  return { status, made };
}

const web = (driver: MemoryDriver, name = "web") =>
  [...driver.engine.containers.values()].find((c) => c.name === name);
const backendOf = (driver: MemoryDriver) => web(driver)?.networks.find((n) => n.network === "backend");
const settled = (driver: MemoryDriver, desired: DesiredState) => planText(driver, desired);

it("aliases and addresses are there from the start", async () => {
  const driver = makeDriver();
  const desired = on({ aliases: ["db"], ipv4Address: "172.30.0.5" });
  await applied(driver, desired);
  expect(backendOf(driver)).toMatchObject({ aliases: ["db"], ipv4Address: "172.30.0.5" });
  expect(await settled(driver, desired)).toBe("");
});

it.each<[string, AttachmentSpec | undefined, AttachmentSpec | undefined, string]>([
  ["an alias more", { aliases: ["db"] }, { aliases: ["cache", "db"] }, "networks.backend.aliases"],
  ["the first alias", undefined, { aliases: ["db"] }, "networks.backend.aliases"],
  ["no alias any more", { aliases: ["db"] }, undefined, "networks.backend.aliases"],
  [
    "another address",
    { ipv4Address: "172.30.0.5" },
    { ipv4Address: "172.30.0.6" },
    "networks.backend.ipv4Address",
  ],
  [
    "no address any more",
    { aliases: ["db"], ipv4Address: "172.30.0.5" },
    { aliases: ["db"] },
    "networks.backend.ipv4Address",
  ],
])("%s: the container leaves the network and joins it again, and runs on", async (_, before, after, told) => {
  const driver = makeDriver();
  await applied(driver, on(before));
  const id = web(driver)?.id;
  const text = await planText(driver, on(after));
  expect(text).toContain(told);
  expect(text).toContain("container.disconnect/web:backend");
  expect(text).toContain("[container.disconnect/web:backend] -> container.connect/web:backend");
  expect(text).not.toContain("container.create");
  expect((await applied(driver, on(after))).status).toBe("done");
  expect(web(driver)?.id).toBe(id);
  const { networkId: _id, network: _network, ...live } = backendOf(driver) ?? { networkId: "", network: "" };
  expect(live).toEqual(after ?? {});
  expect(await settled(driver, on(after))).toBe("");
});

it("what a hand took of it is drift, and comes back", async () => {
  const driver = makeDriver();
  const desired = on({ aliases: ["db"], ipv4Address: "172.30.0.5" });
  await applied(driver, desired);
  const container = web(driver);
  if (container === undefined) throw new Error("no container");
  container.networks = container.networks.map(({ network, networkId }) => ({
    network,
    networkId,
    aliases: [],
  }));
  expect(await planText(driver, desired)).toContain("changed by hand: networks.backend.aliases");
  await applied(driver, desired);
  expect(backendOf(driver)).toMatchObject({ aliases: ["db"], ipv4Address: "172.30.0.5" });
  expect(await settled(driver, desired)).toBe("");
});

it("names that a hand gave it stay", async () => {
  const driver = makeDriver();
  const desired = on({ aliases: ["db"] });
  await applied(driver, desired);
  const container = web(driver);
  if (container === undefined) throw new Error("no container");
  container.networks = container.networks.map((n) => ({ ...n, aliases: ["db", "other"] }));
  expect(await settled(driver, desired)).toBe("");
});

it("a container that is put back on a network has there what it had", async () => {
  const driver = makeDriver();
  const desired = on({ aliases: ["db"], ipv4Address: "172.30.0.5" });
  await applied(driver, desired);
  const container = web(driver);
  if (container === undefined) throw new Error("no container");
  container.networks = container.networks.filter((n) => n.network !== "backend");
  await applied(driver, desired);
  expect(backendOf(driver)).toMatchObject({ aliases: ["db"], ipv4Address: "172.30.0.5" });
});

it("one that is to be replaced is put back first with what it was given, not with what is wanted now", async () => {
  const driver = makeDriver();
  await applied(driver, on({ aliases: ["db"], ipv4Address: "172.30.0.5" }));
  const container = web(driver);
  if (container === undefined) throw new Error("no container");
  container.networks = container.networks.filter((n) => n.network !== "backend");
  const { made } = await applied(driver, on({ aliases: ["cache"] }, { args: ["changed"] }));
  expect(made.actions.find(({ type }) => type === "container.connect")).toMatchObject({
    attachment: { aliases: ["db"], ipv4Address: "172.30.0.5" },
  });
});

it("two that have one address are not run side by side: the old one is stopped first", async () => {
  const driver = makeDriver();
  const fixed = { ipv4Address: "172.30.0.5" };
  await applied(driver, on(fixed));
  const changed = on(fixed, { args: ["changed"] });
  const { status, made } = await applied(driver, changed);
  expect(made.changes.map((c) => ("rollout" in c ? c.rollout : undefined))).toEqual([
    { rung: "stop-first", reason: "both have the address 172.30.0.5" },
  ]);
  expect(status).toBe("done");
  expect(backendOf(driver)).toMatchObject(fixed);
});

it("with another address a new one starts beside the old one", async () => {
  const driver = makeDriver();
  await applied(driver, on({ ipv4Address: "172.30.0.5" }));
  const { made } = await applied(driver, on({ ipv4Address: "172.30.0.6" }, { args: ["changed"] }));
  expect(made.changes.map((c) => ("rollout" in c ? c.rollout : undefined))).toEqual([
    { rung: "side-by-side" },
  ]);
});

const pair = (web: string, api: string, more: Partial<ContainerSpec> = {}) =>
  desiredState([
    containerSpec({ name: "web", networks: ["backend"], attachments: { backend: { ipv4Address: web } } }),
    containerSpec({
      name: "api",
      networks: ["backend"],
      attachments: { backend: { ipv4Address: api } },
      ...more,
    }),
  ]);

it("containers that exchange their addresses each wait until the other one has left", async () => {
  const driver = makeDriver();
  await applied(driver, pair("172.30.0.5", "172.30.0.6"));
  const exchanged = pair("172.30.0.6", "172.30.0.5");
  const text = await planText(driver, exchanged);
  const leaves = "[container.disconnect/api:backend, container.disconnect/web:backend]";
  expect(text).toContain(`${leaves} -> container.connect/api:backend`);
  expect(text).toContain(`${leaves} -> container.connect/web:backend`);
  expect((await applied(driver, exchanged)).status).toBe("done");
  expect(await settled(driver, exchanged)).toBe("");
});

it("a new container waits for an address until the one that has it is gone", async () => {
  const driver = makeDriver();
  await applied(driver, pair("172.30.0.5", "172.30.0.6"));
  const renamed = pair("172.30.0.5", "172.30.0.6", { name: "new-api" });
  expect((await applied(driver, renamed)).status).toBe("done");
  expect(web(driver, "new-api")?.networks).toMatchObject([{ ipv4Address: "172.30.0.6" }]);
});

it("an address that a stranger has is refused before anything is changed", async () => {
  const driver = makeDriver();
  const stranger = desiredState([
    containerSpec({
      name: "stranger",
      owner: { kind: "Hashike", namespace: "default", name: "other" },
      networks: ["front", "backend"],
      attachments: { backend: { ipv4Address: "172.30.0.5" } },
    }),
  ]);
  await applied(driver, stranger);
  expect(await refusal(driver, on({ ipv4Address: "172.30.0.5" }))).toMatchObject([
    {
      path: "container web",
      message: "address 172.30.0.5 of network backend is that of container stranger",
    },
  ]);
});
