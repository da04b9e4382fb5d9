import { expect, it } from "vitest";
import { makeDriver } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ObservedNetwork, ObservedState } from "../../observed/observed-state.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

type HostPorts = ObservedNetwork["hostPorts"];

const port = { containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" as const };
const ports = [port];
const restart = ["api", "web"].flatMap((name) => [
  `container.stop/${name}`,
  `container.start/${name}`,
  `container.wait/${name}`,
]);
const claims = ["api", "web"].flatMap((name) => [
  `network.create/0-hashike-park-${name}`,
  `container.switch/${name}:back`,
  `network.remove/0-hashike-park-${name}`,
]);

/** What is found after an apply, where the networks are as given and nobody has a host port. */
async function withoutPorts(networks: Readonly<Record<string, HostPorts>>) {
  const driver = makeDriver();
  const names = Object.keys(networks);
  const desired = desiredState([
    containerSpec({ name: "web", ports, networks: names }),
    containerSpec({ name: "api", ports: [{ ...port, hostPort: 8001 }], networks: names }),
    containerSpec({ name: "store", networks: names }),
  ]);
  await apply(plan(desired, await driver.observe(desired)), driver);
  const found = await driver.observe(desired);
  const observed: ObservedState = {
    ...found,
    networks: found.networks.map(({ hostPorts: _hostPorts, ...network }) => {
      const hostPorts = networks[network.name];
      return hostPorts === undefined ? network : { ...network, hostPorts };
    }),
    containers: found.containers.map((c) => ({ ...c, publishedPorts: [] })),
  };
  return { desired, observed };
}

async function planned(networks: Readonly<Record<string, HostPorts>>, engine: object = {}) {
  const { desired, observed } = await withoutPorts(networks);
  const made = plan(desired, { ...observed, engine: { ...observed.engine, ...engine } });
  return { actions: made.actions.map((a): string => a.id), notices: made.notices.map((n) => n.message) };
}

const leftOut = (why: string) => [`host ports of api, web are left out: ${why} none`];

it.each<[string, Record<string, HostPorts>, readonly string[]]>([
  ["on a network that publishes them", { net: "published" }, claims],
  ["on two that do", { front: "published", net: "published" }, claims],
  ["on one that does, and an internal one", { backend: "internal", net: "published" }, claims],
  ["on an internal network only", { backend: "internal" }, []],
  ["on a network of a driver that has none", { lan: "ignored" }, []],
  ["on one that does, where another one may keep it from it", { lan: "ignored", net: "published" }, []],
  ["on a network of which nothing is known", { net: undefined }, []],
])("a container without its host ports %s", async (_, networks, actions) => {
  expect((await planned(networks)).actions.sort()).toEqual([...actions].sort());
});

it("a container without its host ports is restarted where none can run without them", async () => {
  const { actions } = await planned({ net: "published" }, { cannotPark: "there is no macvlan" });
  expect(actions.sort()).toEqual([...restart].sort());
});

it.each<[string, Record<string, HostPorts>, readonly string[]]>([
  ["none does", { backend: "internal" }, leftOut("network backend publishes")],
  ["none of two does", { backend: "internal", lan: "ignored" }, leftOut("networks backend, lan publish")],
  ["one does", { backend: "internal", net: "published" }, []],
  ["one may", { backend: "internal", net: undefined }, []],
])("it is told that networks do not publish host ports when %s", async (_, networks, notices) => {
  expect((await planned(networks)).notices).toEqual(notices);
});

it("is not told of an engine that claims host ports on whatever network", async () => {
  expect((await planned({ backend: "internal" }, { claimsPortsAtStart: true })).notices).toEqual([]);
});

it("nothing is to be done the second time on an internal network", async () => {
  const driver = makeDriver();
  const backend = { id: "net-backend", ownership: { kind: "foreign" as const }, isPark: false };
  driver.engine.networks.set("backend", { ...backend, isInternal: true });
  const desired = desiredState([containerSpec({ name: "web", ports, networks: ["backend"] })], {
    networks: [{ name: "backend", external: true }],
  });
  const step = async () => {
    const made = plan(desired, await driver.observe(desired));
    await apply(made, driver);
    return made.actions.map((a) => a.id);
  };
  expect(await step()).toEqual(["container.create/web", "container.start/web", "container.wait/web"]);
  expect(await step()).toEqual([]);
});
