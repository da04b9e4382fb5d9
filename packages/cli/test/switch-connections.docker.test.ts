import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { output } from "./support/hashike.ts";
import { ask } from "./support/keep-asking.ts";
import { connectingOnce, heardBy, tell, untilReached } from "./support/line-connection.ts";
import {
  filterReversePaths,
  inNamespaceOf,
  processOf,
  type ReversePathFilter,
} from "./support/network-namespace.ts";
import { type OutsideWorld, startOutsideWorld } from "./support/outside-world.ts";
import { answering, box, type OwnApp, ownApp } from "./support/own-app.ts";
import { type Connection, startTalker, type Talker } from "./support/talker.ts";
import { until } from "./support/until.ts";

let app: OwnApp;
let outside: OutsideWorld;

beforeAll(async () => {
  app = await ownApp("connections");
  outside = await startOutsideWorld();
});

afterAll(async () => {
  await outside[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const addressOf = (container: string) =>
  app.inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
const idOf = (container: string) => app.inspect(container, "{{.Id}}");

/** The old one is ready at once, the new one when the test says so. */
const readiness = "readinessProbe: {exec: {command: [test, -e, /ready]}, periodSeconds: 1}";
const oldOne = answering("old", "touch /ready;");

// What is dropped by this check depends on the way by which a container leads outside, and that changes in a switch.
describe.each<ReversePathFilter>([0, 1, 2])("a switch with rp_filter %i", (filter) => {
  const talkers: Talker[] = [];
  let ports: readonly number[];
  let newOne: string;
  let sibling: string;
  const connections = new Map<string, Connection>();

  const spec = (command: string) => {
    const [page, tcp, udp] = ports;
    const published = [
      `{containerPort: 80, hostPort: ${page}}`,
      `{containerPort: 81, hostPort: ${tcp}}`,
      `{containerPort: 82, hostPort: ${udp}, protocol: UDP}`,
    ];
    return [
      "containers:",
      box("web", command, `ports: [${published.join(", ")}], ${readiness}`),
      box("store", "[sh, -c, 'nc -ll -p 6379 -e cat']"),
    ];
  };

  async function talkerIn(container: string): Promise<Talker> {
    const talker = startTalker(...inNamespaceOf(await processOf(await idOf(container))));
    talkers.push(talker);
    return talker;
  }

  async function checkReversePaths(container: string): Promise<void> {
    await filterReversePaths(filter, "all", await processOf(await idOf(container)));
  }

  async function open(name: string, connecting: Promise<Connection>, answer = "before"): Promise<void> {
    const connection = await connecting;
    expect(await connection.ask("before")).toBe(answer);
    connections.set(name, connection);
  }

  beforeAll(async () => {
    ports = [await freePort(), await freePort(), await freePort()];
    const first = await app.apply(spec(oldOne));
    expect(`${first.code} ${first.stderr}`).toMatch(/^0 /);
    sibling = await app.inspect("store", "{{.Id}} {{.State.StartedAt}}");
    await checkReversePaths("web");
    await filterReversePaths(filter, outside.networkInterface);

    const connecting = [
      connectingOnce("store", app.own.name("store"), 6379),
      untilReached(outside.ipv4, 7),
      connectingOnce("outside", outside.ipv4, 7),
    ];
    const applying = await app.startApply(spec(answering("new", connecting.join(" "))));
    const candidate = "web.hashike-new";
    await until(async () =>
      (await app.inspect(candidate, "{{.State.Running}}")) === "true" ? true : undefined,
    );
    await checkReversePaths(candidate);
    for (const network of await networksOfApp()) {
      await filterReversePaths(filter, `br-${network.slice(0, 12)}`);
    }

    const [web, old, store] = await Promise.all(["web.hashike-new", "web", "store"].map(talkerIn));
    if (web === undefined || old === undefined || store === undefined) throw new Error("no talkers");
    for (const port of [81, 82]) {
      await old.echo(port === 81 ? "tcp" : "udp", port, "old ");
      await web.echo(port === 81 ? "tcp" : "udp", port, "new ");
    }
    await store.echo("udp", 7);
    await store.echo("tcp", 7);
    newOne = await idOf(candidate);
    const [webAt, storeAt] = await Promise.all([candidate, "store"].map(addressOf));
    const [, , udp = 0] = ports;
    await open("its own, to a sibling, over TCP", web.connect("tcp", storeAt ?? "", 7));
    await open("its own, to a sibling, over UDP", web.connect("udp", storeAt ?? "", 7));
    await open("its own, to the outside world, over TCP", web.connect("tcp", outside.ipv4, 7));
    await open("its own, to the outside world, over UDP", web.connect("udp", outside.ipv4, 7));
    await open("a sibling's, over TCP", store.connect("tcp", webAt ?? "", 81), "new before");
    await open("a sibling's, over UDP", store.connect("udp", webAt ?? "", 82), "new before");
    const toHostPort = outside.talker.connect("udp", outside.engineIpv4, udp);
    await open("to the host port, over UDP", toHostPort, "old before");
    for (const name of ["store", "outside"]) {
      expect(await heardBy(app, candidate, name, "hello")).toBe("hello");
    }

    await app.sh(candidate, "touch /ready");
    const { code, stderr } = await applying.done;
    expect(`${code} ${stderr}`).toMatch(/^0 /);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(talkers.map((talker) => talker[Symbol.asyncDispose]()));
    await app.clear();
  });

  it("has the candidate in the place of the old one, and leaves its sibling alone", async () => {
    expect(await idOf("web")).toBe(newOne);
    expect(await app.containers()).toEqual(["store", "web"]);
    expect(await app.inspect("store", "{{.Id}} {{.State.StartedAt}}")).toBe(sibling);
    expect(await networksOfApp()).toHaveLength(1);
  });

  it.each(["store", "outside"])("keeps what the new one connected to as it started: %s", async (name) => {
    await tell(app, "web", name, "after");
    expect(await heardBy(app, "web", name, "after")).toBe("after");
  });

  it.each([
    "its own, to a sibling, over TCP",
    "its own, to a sibling, over UDP",
    "its own, to the outside world, over TCP",
    "its own, to the outside world, over UDP",
    "a sibling's, over TCP",
    "a sibling's, over UDP",
  ])("keeps what was connected before it: %s", async (name) => {
    expect(await connections.get(name)?.ask("after")).toMatch(/^(new )?after$/);
  });

  it("brings what a client goes on sending to the host port over UDP to the new one", async () => {
    expect(await connections.get("to the host port, over UDP")?.ask("after")).toBe("new after");
  });

  it("has all ports answered by the new one, from here and from the outside world", async () => {
    const [page = 0, tcp = 0, udp = 0] = ports;
    expect(await ask(page)).toBe("new");
    for (const [protocol, port] of [
      ["tcp", tcp],
      ["udp", udp],
    ] as const) {
      const connection = await outside.talker.connect(protocol, outside.engineIpv4, port);
      expect(await connection.ask("hello")).toBe("new hello");
    }
  });

  it("lets it connect to a sibling and to the outside world", async () => {
    const web = await talkerIn("web");
    for (const host of [await addressOf("store"), outside.ipv4]) {
      const connection = await web.connect("tcp", host, 7);
      expect(await connection.ask("hello")).toBe("hello");
    }
  });

  /** Ids of the bridges: of the network, of a park and of what it hangs on. */
  async function networksOfApp(): Promise<readonly string[]> {
    const named = ["--no-trunc", "--filter", `name=${app.own.prefix}`, "--filter", "driver=bridge"];
    const listed = await output("docker", "network", "ls", "-q", ...named);
    return listed.split("\n").filter((id) => id !== "");
  }
});
