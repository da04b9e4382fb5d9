import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { type Asking, ask, keepAsking } from "./support/keep-asking.ts";
import { answering, box, httpProbe, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

let app: OwnApp;
let port: number;
let otherPort: number;

beforeAll(async () => {
  app = await ownApp("bad");
  [port, otherPort] = [await freePort(), await freePort()];
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

interface Door {
  readonly name?: string;
  readonly staging?: string;
  readonly probe?: string;
  readonly at?: number;
}

const container = (command: string, { name = "door", probe = httpProbe, at = port }: Door = {}) =>
  box(name, command, `ports: [{containerPort: 80, hostPort: ${at}}], ${probe}`);
const door = (command: string, more: Door = {}) => [
  `strategy: {staging: ${more.staging ?? "preferred"}}`,
  "progressDeadlineSeconds: 4",
  "containers:",
  container(command, more),
];

/** What is wrong with a new revision, what it is told by, and what its own log says. */
const bad: readonly (readonly [what: string, command: string, told: readonly string[], probe?: string])[] = [
  ["its command does not exist", "[/no/such/program]", ["/no/such/program"]],
  [
    "its probe never succeeds",
    answering("v2", "echo no database today;"),
    ["not ready after ", "exited with code 1", "no database today"],
    'readinessProbe: {exec: {command: ["false"]}}',
  ],
  [
    "it ends again and again",
    '[sh, -c, "echo no licence today; exit 3"]',
    ["exit code 3", "no licence today"],
  ],
];

/** The old one answers all the time; the new one is told why not, is held back, and is tried again when asked to. */
async function expectRefused(spec: readonly string[], told: readonly string[], asking: Asking) {
  const before = await app.inspect("door", "{{.Id}}");
  const { code, stderr } = await app.apply(spec);
  expect(code, stderr).toBe(1);
  for (const words of told) expect(stderr).toContain(words);

  const again = await app.apply(spec);
  expect(again.code).toBe(4);
  expect(again.stdout + again.stderr).toMatch(
    /held back: container \S+door stays as it is until \d{4}-\d\d-\d\dT/,
  );
  expect(again.stdout + again.stderr).toContain("--retry-failed");

  const retried = await app.apply(spec, "--retry-failed");
  expect(retried.code).toBe(1);
  expect(retried.stderr).toContain(told[0]);
  expect(await app.inspect("door", "{{.Id}}")).toBe(before);
  expect(await app.containers()).toEqual(["door"]);
  await asking.answered("v1", 5);
  expect([...asking.answers.keys()]).toEqual(["v1"]);
}

describe.each(bad)("a new revision that does not work: %s", (_what, command, told, probe) => {
  it("does not disturb the old one where staging is required", async () => {
    await app.apply(door(answering("v1"), { staging: "required" }));
    await using asking = keepAsking(port);
    await expectRefused(door(command, { staging: "required", probe }), told, asking);
  });

  it("does not disturb the old one where staging has worked before", async () => {
    await app.apply(door(answering("v0")));
    expect((await app.apply(door(answering("v1")))).code).toBe(0);
    await using asking = keepAsking(port);
    await expectRefused(door(command, { probe }), told, asking);
  });

  it("may be tried in place where staging never worked, and the old one answers again", async () => {
    await app.apply(door(answering("v1")));
    const before = await app.inspect("door", "{{.Id}}");
    const { code, stderr } = await app.apply(door(command, { probe }));
    expect(code).toBe(1);
    for (const words of told) expect(stderr).toContain(words);
    expect(await until(async () => ((await ask(port)) === "v1" ? "v1" : undefined))).toBe("v1");
    expect(await app.inspect("door", "{{.Id}}")).toBe(before);
    expect(await app.containers()).toEqual(["door"]);
    expect((await app.apply(door(command, { probe }))).code).toBe(4);
  });
});

describe("--atomic", () => {
  it("leaves all old ones serving when one new one does not work, and nothing else", async () => {
    const two = (first: string, second: string) => [
      ...door(first, { staging: "required" }),
      container(second, { name: "gate", at: otherPort }),
    ];
    await app.apply(two(answering("d1"), answering("g1")));
    const ids = () => Promise.all(["door", "gate"].map((name) => app.inspect(name, "{{.Id}}")));
    const before = await ids();
    await using doorAsking = keepAsking(port);
    await using gateAsking = keepAsking(otherPort);
    const spec = two(answering("d2"), '[sh, -c, "echo no licence today; exit 3"]');
    const { code, stderr } = await app.apply(spec, "--atomic");
    expect(code).toBe(1);
    expect(stderr).toContain("no licence today");
    expect(await ids()).toEqual(before);
    expect(await app.containers()).toEqual(["door", "gate"]);
    await Promise.all([doorAsking.answered("d1", 5), gateAsking.answered("g1", 5)]);
    expect([[...doorAsking.answers.keys()], [...gateAsking.answers.keys()]]).toEqual([["d1"], ["g1"]]);
  });
});
