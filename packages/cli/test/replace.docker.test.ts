import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";
import { keepAsking } from "./support/keep-asking.ts";
import { answering, box, httpProbe, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

/** How often a container is replaced under requests; more than CI has time for is up to who runs it. */
const replacements = Number(process.env.HASHIKE_REPLACEMENTS ?? 5);
const longEnough = 30_000 + replacements * 15_000;

let app: OwnApp;
let port: number;

beforeAll(async () => {
  app = await ownApp("replace");
  port = await freePort();
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

const images = (of: string) => `image: "${of}", imagePullPolicy: Never`;
const ports = () => `ports: [{containerPort: 80, hostPort: ${port}}]`;
const door = (command: string, more: readonly string[] = []) => [
  ...more,
  "containers:",
  box("door", command, `${ports()}, ${httpProbe}`),
];

describe("a service without a host port", () => {
  /** Its version is a setting that can be asked for. */
  const store = (databases: number) => [
    "containers:",
    `- {name: ~store, ${images("redis:alpine")}, command: [redis-server, --protected-mode, "no", --save, "", --databases, "${databases}"],` +
      // Its image asks for a volume, which the old one would have to let go of first.
      " renewAnonymousVolumes: true," +
      " readinessProbe: {exec: {command: [redis-cli, ping]}}}",
  ];
  const client = [
    "asked=0; failed=0",
    "while [ ! -e /stop ]; do",
    '  answer=$(redis-cli -h "$SERVICE" config get databases 2>&1 | tail -n 1)',
    "  asked=$((asked + 1))",
    '  case "$answer" in',
    '    1[0-9][0-9]) echo "$answer" > /answer ;;',
    '    *) failed=$((failed + 1)); echo "no answer: $answer" ;;',
    "  esac",
    "done",
    'echo "asked $asked failed $failed"',
  ].join("\n");

  it(
    "answers every new connection by its network name while it is replaced",
    async () => {
      expect((await app.apply(store(100))).code).toBe(0);
      const name = app.own.name("client");
      const service = `SERVICE=${app.own.name("store")}`;
      const inNetwork = ["--network", app.own.name("net"), "-e", service, "--entrypoint", "sh"];
      await output("docker", "run", "-d", "--name", name, ...inNetwork, "redis:alpine", "-c", client);
      for (let version = 101; version <= 100 + replacements; version++) {
        const { code, stdout } = await app.apply(store(version));
        expect(code, stdout).toBe(0);
        await until(async () =>
          (await app.sh("client", "cat /answer")) === String(version) ? true : undefined,
        );
      }
      await app.sh("client", "touch /stop");
      await output("docker", "wait", name);
      const told = await output("docker", "logs", name);
      expect(told).toMatch(/^asked \d+ failed 0$/);
      const asked = Number(/asked (\d+)/.exec(told)?.[1]);
      expect(asked).toBeGreaterThan(10 * replacements);
      if (process.env.HASHIKE_TEST_FIGURES !== undefined) process.stdout.write(`${told}\n`);
    },
    longEnough,
  );
});

describe("a published port", () => {
  it(
    "is answered by the old one until the switch, and by nobody else than the two",
    async () => {
      expect((await app.apply(door(answering("v0")))).code).toBe(0);
      await using asking = keepAsking(port);
      await asking.answered("v0", 5);
      for (let i = 1; i <= replacements; i++) {
        const { code, stdout } = await app.apply(door(answering(`v${i}`)));
        expect(code, stdout).toBe(0);
        const old = asking.answers.get(`v${i - 1}`);
        await asking.answered(`v${i}`, 5);
        expect(asking.answers.get(`v${i - 1}`)).toBe(old);
      }
      const versions = Array.from({ length: replacements + 1 }, (_, i) => `v${i}`);
      const answered = [...asking.answers.keys()].filter((text) => !text.startsWith("failed: "));
      expect(answered).toEqual(versions);
      // Nobody listens for a moment: refused, or cut, but never a wrong status or a connection that hangs.
      for (const answer of asking.answers.keys()) expect(answer).not.toMatch(/status|no answer/);
      if (process.env.HASHIKE_TEST_FIGURES !== undefined)
        process.stdout.write(`${JSON.stringify([...asking.answers])}\n`);
    },
    longEnough,
  );

  it("is answered without a gap while the new one takes long to boot", async () => {
    expect((await app.apply(door(answering("v0")))).code).toBe(0);
    await using asking = keepAsking(port);
    const waits = "while [ ! -e /boot ]; do sleep 0.1; done;";
    const applying = await app.startApply(door(answering("v1", waits)));
    await until(async () =>
      (await app.inspect("door.hashike-new", "{{.State.Running}}")) === "true" ? true : undefined,
    );
    await asking.answered("v0", 100);
    expect([...asking.answers.keys()]).toEqual(["v0"]);
    await app.sh("door.hashike-new", "touch /boot");
    const { code, stderr } = await applying.done;
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    await asking.answered("v1", 5);
  });
});

describe("two published ports", () => {
  it("of two containers pass at once, each by way of a park of its own", async () => {
    const second = await freePort();
    const both = (text: string) => [
      ...door(answering(text)),
      box("gate", answering(text), `ports: [{containerPort: 80, hostPort: ${second}}], ${httpProbe}`),
    ];
    expect((await app.apply(both("v0"))).code).toBe(0);
    const { code, stdout, stderr } = await app.apply(both("v1"));
    expect(`${code} ${stdout}${stderr}`).toMatch(/^0 /);
    for (const number of [port, second]) {
      await using asking = keepAsking(number);
      await asking.answered("v1", 5);
      expect([...asking.answers.keys()]).toEqual(["v1"]);
    }
  });
});

describe("an application with a host port that needs others to boot", () => {
  const replaced = async (needs: string) => {
    const spec = (version: string) => door(answering(version, `nc -w 5 ${needs} < /dev/null || exit 7;`));
    expect(await app.apply(spec("v0"))).toMatchObject({ code: 0 });
    await using asking = keepAsking(port);
    await asking.answered("v0", 5);
    const { code, stdout, stderr } = await app.apply(spec("v1"));
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stdout).toContain("the new one becomes ready beside the old one");
    // What it began in the moment before it had its way out came through.
    expect(stdout).not.toContain("restarted");
    const old = asking.answers.get("v0");
    await asking.answered("v1", 5);
    expect(asking.answers.get("v0")).toBe(old);
    expect((await app.containers()).filter((name) => name.startsWith("door"))).toEqual(["door"]);
  };

  it("is replaced by a switch, where it needs a container of another manifest", async () => {
    const world = await readFile(
      await app.write(["containers:", box("world", "[httpd, -f]")], "other"),
      "utf8",
    );
    const words = ["apply", "--network", app.own.name("net"), "-"];
    expect(await hashike(words, { stdin: world })).toMatchObject({ code: 0 });
    await replaced(`${app.own.name("world")} 80`);
  });

  it("is replaced by a switch, where it needs the way out", async () => {
    // An address of the engine's host that is none of its own network's.
    const out = await output(
      "docker",
      "network",
      "inspect",
      "bridge",
      "-f",
      "{{(index .IPAM.Config 0).Gateway}}",
    );
    const server = createServer((socket) => socket.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    await replaced(`${out} ${(server.address() as AddressInfo).port}`);
  });

  it("keeps a connection that it opened before it took the host port over", async () => {
    const inNetwork = ["--network", app.own.name("net"), "hashike-test/busybox:1"];
    const ticking = "while echo tick; do sleep 0.1; done";
    await output(
      ...(["docker", "run", "-d", "--name", app.own.name("world"), ...inNetwork] as const),
      ...["nc", "-ll", "-p", "7000", "-e", "sh", "-c", ticking],
    );
    const spec = (version: string) =>
      door(answering(version, `nc ${app.own.name("world")} 7000 < /dev/null > /got &`));
    expect(await app.apply(spec("v0"))).toMatchObject({ code: 0 });
    expect(await app.apply(spec("v1"))).toMatchObject({ code: 0 });
    const got = async () => Number(await app.sh("door", "wc -l < /got"));
    const before = await got();
    expect(before).toBeGreaterThan(0);
    await until(async () => ((await got()) > before + 5 ? true : undefined));
  });
});
