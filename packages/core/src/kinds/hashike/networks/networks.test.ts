import { expect, it } from "vitest";
import { buildDesiredState } from "../../../objects/build-desired-state.ts";
import { parseManifests } from "../../../objects/read-manifests.ts";
import { reasons, withSpec } from "../../../objects/test-diagnose.ts";
import { encodeRecord } from "../../../plan/compare/record.ts";

const web = "containers: [{name: web, image: app}]";
const backend = "{name: backend, subnets: [{subnet: 172.30.0.0/24, gateway: 172.30.0.1}]}";
const build = (text: string, networks?: readonly string[]) =>
  buildDesiredState(parseManifests(text, { file: "m.yml" }), { networks });
const joining = (join: string) => `containers: [{name: web, image: app, networks: [${join}]}]`;

/** Names of the networks, and which each container joins. */
const joined = (text: string, networks?: readonly string[]) => {
  const state = build(text, networks);
  return [
    state.networks.map(({ name, external }) => (external ? `${name} (external)` : name)),
    Object.fromEntries(state.containers.map((c) => [c.name, c.networks])),
  ];
};

it("without any, a container joins what all others do, and its record says no more than it did", () => {
  expect(joined(withSpec(web))).toEqual([["hashike"], { web: ["hashike"] }]);
  expect(joined(withSpec(web), ["lan"])).toEqual([["lan (external)"], { web: ["lan"] }]);
  const [spec] = build(withSpec(web)).containers;
  expect(spec).not.toHaveProperty("attachments");
  expect(JSON.parse(spec === undefined ? "" : encodeRecord(spec, {}))).not.toHaveProperty("attachments");
});

it("a container that says nothing joins all that are declared, one that does joins those alone", () => {
  const text = withSpec(
    "containers:",
    "- {name: web, image: app}",
    "- {name: api, image: app, networks: [{name: backend, aliases: [db, cache, db]}]}",
    "- {name: old, image: app, networks: [{name: hashike}, {name: backend}]}",
    `networks: [{name: front}, ${backend}, {name: unused, external: true}]`,
  );
  const all = ["front", "backend", "unused"];
  const each = { web: all, api: ["backend"], old: ["hashike", "backend"] };
  expect(joined(text)).toEqual([["hashike", "front", "backend", "unused (external)"], each]);
  expect(joined(text, ["lan"])).toEqual([["front", "backend", "unused (external)", "hashike"], each]);
  expect(build(text).containers.map((c) => c.attachments)).toEqual([
    undefined,
    { backend: { aliases: ["cache", "db"] } },
    undefined,
  ]);
});

it("a network that nobody joins is not made", () => {
  expect(joined(withSpec(joining("{name: hashike}"), `networks: [${backend}]`))[0]).toEqual(["hashike"]);
});

it("says how a network is to be", () => {
  const text = withSpec(
    web,
    "networks:",
    "- {name: lan, driver: macvlan, options: {parent: eth0}, internal: true, enableIPv6: true,",
    "   subnets: [{subnet: 10.1.0.0/16, gateway: 10.1.0.1, ipRange: 10.1.8.0/24}, {subnet: 'fd00:1::/64'}]}",
  );
  expect(build(text).networks).toMatchObject([
    {
      name: "lan",
      external: false,
      settings: {
        driver: { name: "macvlan", options: { parent: "eth0" } },
        subnets: [
          { subnet: "10.1.0.0/16", gateway: "10.1.0.1", ipRange: "10.1.8.0/24" },
          { subnet: "fd00:1::/64" },
        ],
        internal: true,
        enableIPv6: true,
      },
    },
  ]);
});

it.each([
  ["{name: backend, subnets: [{subnet: 172.30.0.7/24}]}", "[write 172.30.0.0/24]"],
  ["{name: backend, subnets: [{subnet: lan}]}", 'subnet: must be a subnet, got "lan"'],
  [
    "{name: backend, subnets: [{subnet: 172.30.0.0/24, gateway: 10.0.0.1}]}",
    'gateway: "10.0.0.1" is not in "172.30.0.0/24"',
  ],
  [
    "{name: backend, subnets: [{subnet: 172.30.0.0/24, ipRange: 172.30.0.0/16}]}",
    'ipRange: "172.30.0.0/16" is not a part of "172.30.0.0/24"',
  ],
  ["{name: backend, subnets: [{subnet: 'fd00:1::/64'}]}", "[write enableIPv6: true beside subnets]"],
  ["{name: backend, external: true, driver: bridge}", "driver: is given together with external"],
  ["{name: host}", "is the engine's own network"],
  ["{name: backend}, {name: backend}", 'names a second network "backend"'],
  ["backend", "[write it as {name: backend}]"],
])("networks: [%s] is a located mistake", (networks, told) => {
  const found = reasons(withSpec(web, `networks: [${networks}]`));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});

it.each([
  ["{name: backend, ipv4Address: 172.30.1.5}", 'is in no subnet of network "backend": 172.30.0.0/24'],
  ["{name: backend, ipv4Address: 172.30.0.1}", 'is the gateway of network "backend"'],
  ["{name: backend, ipv4Address: 'fd00::1'}", "ipv4Address: must be an IPv4 address"],
  ["{name: backend, ipv6Address: 'fd00::1'}", 'is in no subnet of network "backend"'],
  ["{name: plain, ipv4Address: 172.30.0.5}", 'network "plain" has no subnets'],
  ["{name: hashike, ipv4Address: 172.30.0.5}", "[declare a network with subnets"],
  ["{name: backend}, {name: backend}", 'joins network "backend" a second time'],
  ["{name: backend, aliases: [a b]}", "aliases[0]: must be a host name"],
  ["backend", "[write it as {name: backend}]"],
  ["", "networks: must have at least"],
])("a container with networks: [%s] is a located mistake", (join, told) => {
  const found = reasons(withSpec(joining(join), `networks: [${backend}, {name: plain}]`));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});

it("an address on a network that exists is the engine's to check", () => {
  const text = withSpec(
    joining("{name: lan, ipv4Address: 10.0.0.5}"),
    "networks: [{name: lan, external: true}]",
  );
  expect(reasons(text)).toEqual([]);
});

it("a network that nobody gives is refused with its place, and with what may be meant", () => {
  const text = withSpec(joining("{name: bakend}"), `networks: [${backend}]`);
  expect(() => build(text)).toThrowError(
    expect.objectContaining({
      code: "MANIFEST_INVALID",
      diagnostics: [
        expect.objectContaining({
          path: "spec.containers[0].networks[0].name",
          hint: 'did you mean "backend"?',
          at: expect.objectContaining({ file: "m.yml" }),
        }),
      ],
    }),
  );
  expect(joined(withSpec(joining("{name: lan}")), ["lan"])[1]).toEqual({ web: ["lan"] });
});

it("two containers cannot have one address on one network, also of two manifests", () => {
  const two = (first: string, second: string) =>
    withSpec(
      "containers:",
      `- {name: aa, image: app, networks: [{name: backend, ipv4Address: ${first}}]}`,
      `- {name: bb, image: app, networks: [{name: backend, ipv4Address: ${second}}]}`,
      `networks: [${backend}]`,
    );
  expect(reasons(two("172.30.0.5", "172.30.0.6"))).toEqual([]);
  const [same, ...none] = reasons(two("172.30.0.5", "172.30.0.5"));
  expect(none).toEqual([]);
  expect(same).toContain(
    `spec.containers[1].networks[0].ipv4Address: the address is another container's on network "backend" (`,
  );
});

it("two manifests may say the same of a network, and not otherwise", () => {
  const first = withSpec(web, `networks: [${backend}]`);
  const other = (network: string) =>
    withSpec(web.replace("web", "api"), `networks: [${network}]`).replace("rest-api", "other");
  const spaced = backend.replace("name: backend", "driver: bridge, name: backend");
  expect(reasons(`${first}---\n${other(spaced)}`)).toEqual([]);
  expect(reasons(`${first}---\n${other("{name: backend, external: true}")}`)).toEqual([]);
  expect(reasons(`${first}---\n${other("{name: backend, internal: true}")}`).join()).toContain(
    'network "backend" is declared otherwise already',
  );
});
