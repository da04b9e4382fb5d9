import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type FaultKind,
  type FaultyProxy,
  startFaultyProxy,
} from "../../docker-driver/test/support/faulty-proxy.ts";
import { freePort, type OwnThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output, startHashike } from "./support/hashike.ts";
import { ask } from "./support/keep-asking.ts";
import { type OwnApp, ownApp, threeWays } from "./support/own-app.ts";

// `HASHIKE_CRASH_RUNS=all` hits every request in every way; otherwise every so many in some ways, for CI.
const isWhole = process.env.HASHIKE_CRASH_RUNS === "all";
/** More than an update of three containers takes; the runs end with the first that is not hit any more. */
const mostRequests = 60;

let app: OwnApp;
let own: OwnThings;
let port: number;
let proxy: FaultyProxy;
const table: string[] = [];

beforeAll(async () => {
  app = await ownApp("crash");
  own = app.own;
  port = await freePort();
  proxy = await startFaultyProxy();
  await output(
    "docker",
    "run",
    "-d",
    "--name",
    own.name("stranger"),
    "hashike-test/busybox:1",
    "sleep",
    "9999",
  );
  expect(await apply("0")).toMatchObject({ code: 0 });
  await output("docker", "exec", own.name("store"), "sh", "-c", "echo kept > /data/mark");
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
  if (process.env.HASHIKE_CRASH_TABLE !== undefined) {
    await writeFile(process.env.HASHIKE_CRASH_TABLE, `${table.join("\n")}\n`, { flag: "a" });
  }
});

const words = (command: string, version: string, ...options: readonly string[]) =>
  app.words(command, threeWays(version, port), ...options);

const apply = async (version: string) => hashike(await words("apply", version, "--retry-failed"));

/** Applies through the proxy while one request goes wrong. @returns the exit code, or what it was killed by */
async function applyHit(version: string, kind: FaultKind, at: number): Promise<string> {
  const args = await words("apply", version, "--retry-failed");
  let kill = () => {};
  proxy.arm({ kind, at, kill: () => kill() });
  const running = startHashike(args, { env: { DOCKER_HOST: proxy.host } });
  kill = () => running.signal("SIGKILL");
  const { code } = await running.done;
  return code === null ? "killed" : `exit ${code}`;
}

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

const listed = async (format: string) =>
  lines(await output("docker", "ps", "-a", "--format", format, "--filter", `name=${own.prefix}`)).sort();

/** The names of those who have the host port. */
async function holders(): Promise<readonly string[]> {
  const all = await listed("{{.Names}} {{.Ports}}");
  return all.flatMap((line) => (line.includes(`:${port}->`) ? [line.replace(/ .*/, "")] : []));
}

/** What also holds before the next apply: of the old `door` and the new one somebody runs, and never do both have the port. */
async function expectNoDeadPair(when: string): Promise<void> {
  const doors = (await listed("{{.Names}} {{.State}}")).filter((line) => /-door\b/i.test(line));
  expect(doors.filter((line) => line.endsWith(" running")).length, `${when}: ${doors}`).toBeGreaterThan(0);
  expect((await holders()).length, when).toBeLessThanOrEqual(1);
}

/** All that somebody can see of the test's own things. */
async function seen() {
  const containers = await listed("{{.Names}} {{.State}}");
  const versions = [];
  for (const name of ["web", "door", "store"]) {
    const env = await output("docker", "inspect", "-f", "{{.Config.Env}}", own.name(name));
    versions.push(/VERSION=(\w+)/.exec(env)?.[1]);
  }
  const parks = lines(
    await output("docker", "network", "ls", "-q", "--filter", `label=hashike.name=${own.name("app")}`),
  );
  const mark = await output("docker", "exec", own.name("store"), "cat", "/data/mark");
  return {
    containers,
    versions,
    parks,
    mark: mark.trim(),
    holders: await holders(),
    answer: await ask(port),
  };
}

function wanted(version: string) {
  return {
    containers: ["door", "store", "stranger", "web"].map((name) => `${own.name(name)} running`),
    versions: [version, version, version],
    parks: [],
    mark: "kept",
    holders: [own.name("door")],
    answer: version,
  };
}

const stranger = () =>
  output("docker", "inspect", "-f", "{{.Id}} {{.State.StartedAt}}", own.name("stranger"));

const faults: readonly [FaultKind, number][] = [
  ["kill before", 7],
  ["kill after", 7],
  ["reset before", 17],
  ["reset after", 17],
  ["refuse", 17],
  ["lie", 17],
  ["half", 17],
  ["stall", 19],
];
const inCi: readonly FaultKind[] = ["kill before", "kill after", "reset after", "half"];

describe("an update of three containers", () => {
  it.each(faults.filter(([kind]) => isWhole || inCi.includes(kind)))(
    "ends as wanted by the next apply: %s",
    async (kind, every) => {
      const before = await stranger();
      let hits = 0;
      for (let at = 1; at < mostRequests; at += isWhole ? 1 : every) {
        const version = `${kind.replace(" ", "")}${at}`;
        const ended = await applyHit(version, kind, at);
        const { hit } = proxy;
        await expectNoDeadPair(`${kind} at ${at}, ${hit}`);
        const again = await apply(version);
        expect(`${again.code} ${again.stderr}`, `${kind} at ${at}, ${hit}`).toMatch(/^0 /);
        expect(await seen(), `${kind} at ${at}, ${hit}`).toEqual(wanted(version));
        const left = await hashike(await words("plan", version, "--detailed-exitcode"));
        expect(left.code, left.stdout).toBe(0);
        if (hit === undefined) break;
        hits += 1;
        table.push(`| ${kind} | ${at} | \`${hit.replaceAll(own.prefix, "")}\` | ${ended} | as wanted |`);
      }
      expect(hits).toBeGreaterThan(1);
      expect(await stranger()).toBe(before);
    },
    isWhole ? 900_000 : 240_000,
  );
});

describe("ten at once", () => {
  it("make one set of containers; who must not is told that the lock is held", async () => {
    const args = await words("apply", "ten", "--lock-timeout", "0");
    const all = await Promise.all(Array.from({ length: 10 }, () => hashike(args)));
    for (const { code, stderr } of all) {
      if (code !== 0) expect(stderr).toContain("LOCK_HELD");
    }
    expect(all.some(({ code }) => code === 0)).toBe(true);
    expect(await seen()).toEqual(wanted("ten"));
  }, 120_000);
});
