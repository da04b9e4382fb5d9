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
  readonly isStoppedFirst?: boolean;
  readonly probe?: string;
  readonly at?: number;
}

const container = (command: string, { name = "door", probe = httpProbe, at = port }: Door = {}) =>
  box(name, command, `ports: [{containerPort: 80, hostPort: ${at}}], ${probe}`);
const door = (command: string, more: Door = {}) => [
  ...(more.isStoppedFirst === true ? ["strategy: {staging: none}"] : []),
  "progressDeadlineSeconds: 4",
  "containers:",
  container(command, more),
];

interface Bad {
  readonly what: string;
  readonly command: string;
  readonly probe?: string;
  /** What it is told by, and what its own log says. */
  readonly told: readonly [string, ...string[]];
}

const bad: readonly Bad[] = [
  { what: "its command does not exist", command: "[/no/such/program]", told: ["/no/such/program"] },
  {
    what: "its probe never succeeds",
    command: answering("v2", "echo no database today;"),
    probe: 'readinessProbe: {exec: {command: ["false"]}}',
    told: ["not ready after ", "exited with code 1", "no database today"],
  },
  {
    what: "it ends again and again",
    command: '[sh, -c, "echo no licence today; exit 3"]',
    told: ["DRIVER_NOT_READY", "no licence today"],
  },
];

/** The old one answers all the time; the new one is told why not, is held back, and is tried again when asked to. */
async function expectRefused(spec: readonly string[], told: Bad["told"], asking: Asking) {
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

// `HASHIKE_TEST_WHOLE=1`, as in `npm run test:engines`: each in every way; otherwise each in one, for CI.
const isWhole = process.env.HASHIKE_TEST_WHOLE === "1";

describe.each(bad)("a new revision that does not work: $what", ({ what, command, probe, told }) => {
  const own = bad.findIndex((one) => one.what === what);
  const inWay = (way: number, title: string, test: () => Promise<void>) => {
    if (isWhole || own === way) it(title, test);
  };
  const withProbe = probe === undefined ? {} : { probe };

  inWay(0, "does not disturb the old one, which answers all the time", async () => {
    expect((await app.apply(door(answering("v1")))).code).toBe(0);
    await using asking = keepAsking(port);
    await expectRefused(door(command, withProbe), told, asking);
  });

  inWay(1, "does not disturb one that has taken its host port over itself", async () => {
    await app.apply(door(answering("v0")));
    expect((await app.apply(door(answering("v1")))).code).toBe(0);
    await using asking = keepAsking(port);
    await expectRefused(door(command, withProbe), told, asking);
  });

  inWay(
    2,
    "has the old one stopped first where the manifest asks for it, and that one answers again",
    async () => {
      await app.apply(door(answering("v1")));
      const before = await app.inspect("door", "{{.Id}}");
      const spec = door(command, { isStoppedFirst: true, ...withProbe });
      const { code, stdout, stderr } = await app.apply(spec);
      expect(code).toBe(1);
      expect(stdout).toContain("strategy.staging is none");
      for (const words of told) expect(stderr).toContain(words);
      expect(await until(async () => ((await ask(port)) === "v1" ? "v1" : undefined))).toBe("v1");
      expect(await app.inspect("door", "{{.Id}}")).toBe(before);
      expect(await app.containers()).toEqual(["door"]);
      expect((await app.apply(spec)).code).toBe(4);
    },
  );
});

describe("--atomic", () => {
  it("leaves all old ones serving when one new one does not work, and nothing else", async () => {
    const two = (first: string, second: string) => [
      ...door(first),
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
