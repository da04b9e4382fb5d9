import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";
import { answering, box, httpProbe, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("networks");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

/** Of this file alone. */
const backend =
  "{name: ~back, subnets: [{subnet: 10.213.7.0/24, gateway: 10.213.7.1, ipRange: 10.213.7.128/25}]}";

const spec = (webJoins: string, networks = backend, more = "stdin: false") => [
  "minReadySeconds: 0",
  "drainSeconds: 0",
  "containers:",
  box("web", idling, `networks: [${webJoins}], ${more}`),
  box("other", idling),
  `networks: [${networks}, {name: ~front}]`,
];
const id = () => app.inspect("web", "{{.Id}}");
const at = (network: string, field: string) =>
  app.inspect(
    "web",
    `{{with index .NetworkSettings.Networks "${app.own.name(network)}"}}{{${field}}}{{end}}`,
  );
const network = (format: string) =>
  output("docker", "network", "inspect", "-f", format, app.own.name("back"));
/** The address that a name has for a container on both networks. */
const found = (name: string) =>
  app.sh(
    "other",
    `nslookup ${name} 127.0.0.11 2>&1 | sed -n 's/^Address.*: *\\(10[.].*\\)$/\\1/p' | sort -u`,
  );

async function applied(lines: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await app.apply(lines);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

async function settled(lines: readonly string[]): Promise<void> {
  expect(await applied(lines)).toContain("nothing to do");
}

it("networks are made as declared, joined, and removed with the last that was on them", async () => {
  const lines = spec("{name: ~front}, {name: ~back, aliases: [db], ipv4Address: 10.213.7.5}");
  await applied(lines);
  expect(JSON.parse(await network("{{json .IPAM.Config}}"))).toEqual([
    { Subnet: "10.213.7.0/24", IPRange: "10.213.7.128/25", Gateway: "10.213.7.1" },
  ]);
  expect(await network('{{index .Labels "hashike"}}')).toBe("network");
  expect(await at("back", ".IPAddress")).toBe("10.213.7.5");
  expect(
    await app.inspect("other", "{{range $name, $n := .NetworkSettings.Networks}}{{$name}} {{end}}"),
  ).toBe(`${app.own.name("back")} ${app.own.name("front")}`);
  expect(await found("db")).toBe("10.213.7.5");
  await settled(lines);

  const deleted = await hashike(["delete", await app.write(lines)]);
  expect(deleted.code, deleted.stdout + deleted.stderr).toBe(0);
  expect(await output("docker", "network", "ls", "-q", "--filter", `name=${app.own.name("back")}`)).toBe("");
});

it("aliases, addresses and networks change while the container runs on", async () => {
  await applied(spec("{name: ~back, aliases: [db]}"));
  const before = await id();

  const fixed = spec("{name: ~back, aliases: [cache], ipv4Address: 10.213.7.6}, {name: ~front}");
  const { stdout } = await app.plan(fixed);
  expect(stdout).toContain("networks.");
  expect(stdout).toContain('.aliases: ["db"] -> ["cache"]');
  await applied(fixed);
  expect([await id(), await at("back", ".IPAddress")]).toEqual([before, "10.213.7.6"]);
  expect([await found("cache"), await found("db")]).toEqual(["10.213.7.6", ""]);
  await settled(fixed);

  const moved = spec("{name: ~front}, {name: ~back, ipv4Address: 10.213.7.9}");
  await applied(moved);
  expect([await id(), await at("back", ".IPAddress"), await found("cache")]).toEqual([
    before,
    "10.213.7.9",
    "",
  ]);
  await settled(moved);

  const left = spec("{name: ~front}");
  await applied(left);
  expect([await id(), await at("back", ".IPAddress")]).toEqual([before, ""]);
  await settled(left);
});

it("an alias that a hand took away comes back", async () => {
  const lines = spec("{name: ~front}, {name: ~back, aliases: [db], ipv4Address: 10.213.7.5}");
  await applied(lines);
  const before = await id();
  await output("docker", "network", "disconnect", app.own.name("back"), app.own.name("web"));
  await output("docker", "network", "connect", app.own.name("back"), app.own.name("web"));
  expect(await found("db")).toBe("");
  expect((await app.plan(lines)).stdout).toContain("changed by hand: networks.");
  await applied(lines);
  expect([await id(), await found("db")]).toEqual([before, "10.213.7.5"]);
  await settled(lines);

  await output("docker", "network", "disconnect", app.own.name("back"), app.own.name("web"));
  await applied(lines);
  expect([await id(), await found("db")]).toEqual([before, "10.213.7.5"]);
  await settled(lines);
});

it("a container with a fixed address is replaced by one that has it then", async () => {
  const joins = "{name: ~back, ipv4Address: 10.213.7.5}, {name: ~front}";
  await applied(spec(joins));
  const before = await id();
  const changed = spec(joins, backend, 'env: [{name: CHANGED, value: "1"}]');
  expect((await app.plan(changed)).stdout).toContain("both have the address 10.213.7.5");
  await applied(changed);
  expect(await id()).not.toBe(before);
  expect(await at("back", ".IPAddress")).toBe("10.213.7.5");
  await settled(changed);
});

it("while both run, an alias stands for the old and the new one", async () => {
  const joins = "{name: ~back, aliases: [db]}";
  await applied(spec(joins));
  const first = await at("back", ".IPAddress");
  const apply = await app.startApply(
    spec(
      joins,
      backend,
      `readinessProbe: {exec: {command: [test, -e, /go]}, periodSeconds: 1}, env: [{name: A, value: b}]`,
    ),
  );
  await expect.poll(async () => (await found("db")).split("\n").length, { timeout: 20_000 }).toBe(2);
  expect((await found("db")).split("\n")).toContain(first);
  await output("docker", "exec", `${app.own.name("web")}.hashike-new`, "touch", "/go");
  const { code, stderr } = await apply.done;
  expect(code, stderr).toBe(0);
  expect(await found("db")).toBe(await at("back", ".IPAddress"));
});

it("host ports outlive another alias, and aliases the passing of host ports", async () => {
  const port = await freePort();
  const door = (text: string, alias: string) => [
    "minReadySeconds: 0",
    "drainSeconds: 0",
    "containers:",
    box(
      "web",
      answering(text),
      `networks: [{name: ~back, aliases: [${alias}]}], ports: [{containerPort: 80, hostPort: ${port}}], ${httpProbe}`,
    ),
    box("other", idling),
    `networks: [${backend}, {name: ~front}]`,
  ];
  /** By the host's own address on the network. */
  const answer = () => app.sh("other", `wget -qO- http://10.213.7.1:${port}/`);
  await applied(door("one", "db"));
  const before = await id();
  await applied(door("one", "cache"));
  expect([await id(), await answer()]).toEqual([before, "one"]);
  await settled(door("one", "cache"));

  await applied(door("two", "cache"));
  expect(await answer()).toBe("two");
  expect(await found("cache")).toBe(await at("back", ".IPAddress"));
  await settled(door("two", "cache"));
});

it("a network that exists otherwise is refused with its line, and stays", async () => {
  await output(
    "docker",
    "network",
    "create",
    "--internal",
    "--subnet",
    "10.213.7.0/24",
    app.own.name("back"),
  );
  const { code, stderr } = await app.apply(spec("{name: ~back}"));
  expect(code).not.toBe(0);
  expect(stderr).toContain("exists with internal true instead of false");
  expect(stderr).toContain("no ipRange instead of 10.213.7.128/25");
  expect(stderr).toMatch(/app\.yml:\d+:\d+/);
  expect(await network("{{.Internal}}")).toBe("true");
  expect(await app.containers()).toEqual([]);
});

it("an address that somebody else has is refused before anything is changed", async () => {
  await applied(spec("{name: ~front}"));
  await output(
    ...["docker", "run", "-d", "--name", app.own.name("stranger"), "--network", app.own.name("back")],
    ...["--ip", "10.213.7.5", "hashike-test/busybox:1", "sleep", "600"],
  );
  const before = await id();
  const { code, stderr } = await app.apply(spec("{name: ~back, ipv4Address: 10.213.7.5}"));
  expect(code).not.toBe(0);
  expect(stderr).toContain(`address 10.213.7.5 of network ${app.own.name("back")} is that of container`);
  expect(await id()).toBe(before);
});

it("a network has IPv6, and a container an address of it", async () => {
  const dual = backend.replace("subnets: [", "enableIPv6: true, subnets: [{subnet: 'fd00:d5:7::/64'}, ");
  const lines = spec("{name: ~back, ipv4Address: 10.213.7.5, ipv6Address: 'fd00:d5:7::5'}", dual);
  await applied(lines);
  expect([await at("back", ".IPAddress"), await at("back", ".GlobalIPv6Address")]).toEqual([
    "10.213.7.5",
    "fd00:d5:7::5",
  ]);
  await settled(lines);
});

it("a macvlan is made with its parent, and containers on it have fixed addresses", async () => {
  const lan = (parent: string) =>
    `{name: ~back, driver: macvlan, options: {parent: ${parent}}, subnets: [{subnet: 10.213.7.0/24}]}`;
  await output("docker", "network", "create", "--internal", app.own.name("parent"));
  const parent = await output("docker", "network", "inspect", "-f", "{{.Id}}", app.own.name("parent"));
  const lines = spec("{name: ~back, ipv4Address: 10.213.7.5}", lan(`br-${parent.slice(0, 12)}`));
  await applied(lines);
  expect([await network("{{.Driver}}"), await at("back", ".IPAddress")]).toEqual(["macvlan", "10.213.7.5"]);
  await settled(lines);
});
