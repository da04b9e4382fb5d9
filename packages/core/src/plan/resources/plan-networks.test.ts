import { expect, it } from "vitest";
import { makeDriver, planText, refusal } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { DesiredState, NetworkSettingsSpec } from "../../desired/desired-state.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const another = "`docker network create backend`";

it.each([
  ["host", "`hostNetwork: true`"],
  ["none", another],
  ["bridge", another],
  ["default", another],
  ["container:db", another],
])(
  "--network %s beside others is refused before anything is done: an engine would fail, or do something else",
  async (name, hint) => {
    const base = desiredState([containerSpec({ name: "web", networks: [name] })]);
    const desired = { ...base, networks: [{ name, external: true }] };
    expect(await refusal(makeDriver(), desired)).toEqual([
      expect.objectContaining({
        path: `network ${name}`,
        message: expect.stringContaining("is the engine's own"),
        hint: expect.stringContaining(hint),
      }),
    ]);
  },
);

const wanting = (settings: Partial<NetworkSettingsSpec>): DesiredState =>
  desiredState([containerSpec({ name: "web", networks: ["backend"] })], {
    networks: [
      {
        name: "backend",
        external: false,
        settings: { driver: { name: "bridge", options: {} }, subnets: [], internal: false, ...settings },
      },
    ],
  });

it("a network is made as its manifest says, and is settled then", async () => {
  const driver = makeDriver();
  const desired = wanting({ subnets: [{ subnet: "172.30.0.0/24" }], internal: true });
  await apply(plan(desired, await driver.observe(desired)), driver);
  expect(driver.engine.networks.get("backend")?.settings).toEqual(desired.networks[0]?.settings);
  expect(await planText(driver, desired)).toBe("");
});

it.each<[Partial<NetworkSettingsSpec>, string | undefined]>([
  [{ driver: { name: "macvlan", options: {} } }, "driver bridge instead of macvlan"],
  [{ driver: { name: "bridge", options: { mtu: "1400" } } }, "mtu=1500 instead of mtu=1400"],
  [{ driver: { name: "bridge", options: { icc: "no" } } }, "no icc instead of icc=no"],
  [{ internal: true }, "internal false instead of true"],
  [{ enableIPv6: true }, "enableIPv6 false instead of true"],
  [
    { subnets: [{ subnet: "172.31.0.0/24" }] },
    "no subnet 172.31.0.0/24, and a subnet 172.30.0.0/24 that is not wanted",
  ],
  [
    { subnets: [{ subnet: "172.30.0.0/24", gateway: "172.30.0.9" }] },
    "gateway 172.30.0.1 instead of 172.30.0.9",
  ],
  [
    { subnets: [{ subnet: "172.30.0.0/24", ipRange: "172.30.0.0/28" }] },
    "no ipRange instead of 172.30.0.0/28",
  ],
  [{}, undefined],
  [{ subnets: [{ subnet: "172.30.0.0/24" }], enableIPv6: false }, undefined],
])("a network that exists is compared with what is said of it: %j", async (settings, told) => {
  const driver = makeDriver();
  const options = { mtu: "1500" };
  driver.engine.networks.set("backend", {
    id: "1",
    ownership: { kind: "unowned" },
    isPark: false,
    settings: {
      driver: { name: "bridge", options },
      subnets: [{ subnet: "172.30.0.0/24", gateway: "172.30.0.1" }, { subnet: "fd00:9::/64" }],
      internal: false,
      enableIPv6: false,
    },
  });
  const desired = wanting(settings);
  if (told === undefined) {
    expect(await planText(driver, desired)).not.toContain("network.create");
    return;
  }
  expect(await refusal(driver, desired)).toMatchObject([
    { path: "network backend", message: `exists with ${told}` },
  ]);
});
