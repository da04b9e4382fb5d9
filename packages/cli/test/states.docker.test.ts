import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output, type Ran } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";
import { type Undeletable, undeletable } from "./support/undeletable.ts";
import { until } from "./support/until.ts";

/** What the documentation says of each state and change: `| running | left | updated | …`. */
const page = readFileSync(fileURLToPath(new URL("../../../docs/planning.md", import.meta.url)), "utf8");
const table = (/\n\| found \| no change \|.*?\n\n/s.exec(page)?.[0] ?? "").trim().split("\n");
const cellsOf = (line: string | undefined) =>
  (line ?? "")
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

const states = ["created", "running", "paused", "restarting", "exited", "removing", "dead"] as const;
type State = (typeof states)[number];
const changes = ["none", "live", "side-by-side", "stop-first", "switch", "orphan", "delete"] as const;
type Change = (typeof changes)[number];

// `HASHIKE_TEST_WHOLE=1`, as in `npm run test:engines`, makes every cell; otherwise every third, for CI.
const isWhole = process.env.HASHIKE_TEST_WHOLE === "1";

let app: OwnApp;
let port: number;

beforeAll(async () => {
  app = await ownApp("states");
  port = await freePort();
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

/** @param generation 1: as it is found. 2: as it is wanted then. */
function manifest(state: State, change: Change, generation: 1 | 2): readonly string[] {
  const isReplaced = ["side-by-side", "stop-first", "switch"].includes(change);
  const command = state === "restarting" && !(isReplaced && generation === 2) ? "[sh, -c, exit 7]" : idling;
  const memory = change === "live" && generation === 2 ? "96Mi" : "64Mi";
  const fields = [
    `env: [{name: VERSION, value: "${isReplaced ? generation : 1}"}]`,
    `resources: {limits: {memory: ${memory}}}`,
    ...(change === "switch" ? [`ports: [{containerPort: 80, hostPort: ${port}}]`] : []),
  ];
  const web = box("web", command, fields.join(", "));
  return [
    "drainSeconds: 0",
    "terminationGracePeriodSeconds: 1",
    ...(change === "stop-first" ? ["strategy: {type: Recreate}"] : []),
    "containers:",
    ...(change === "orphan" && generation === 2 ? [] : [web]),
    box("other", idling),
  ];
}

/** Brings the container into a state, as hands and crashes do. */
async function bring(state: State): Promise<Undeletable | undefined> {
  const name = app.own.name("web");
  switch (state) {
    case "running":
      return undefined;
    case "created":
      await makeAgain(name);
      return undefined;
    case "paused":
      await output("docker", "pause", name);
      return undefined;
    case "exited":
      await output("docker", "stop", "-t", "1", name);
      return undefined;
    case "restarting":
      // By then the engine waits for longer than an apply takes to look.
      await until(async () => ((await app.inspect("web", "{{.RestartCount}}")) > "4" ? true : undefined));
      await until(async () => ((await stateOf("web")) === "restarting" ? true : undefined));
      return undefined;
    default: {
      const stuck = await undeletable(name);
      await output("docker", "rm", "-f", name).catch(() => "");
      // The engine's list says so from the first change after it on.
      if (state === "dead") {
        await output("docker", "rename", stuck.id, `${name}-x`);
        await output("docker", "rename", stuck.id, name);
      }
      return stuck;
    }
  }
}

/** The very same container, which was never started. */
async function makeAgain(name: string): Promise<void> {
  const made = await engine.json<{
    Config: object;
    HostConfig: object;
    NetworkSettings: { Networks: Record<string, object> };
  }>("GET", `/containers/${name}/json`);
  await output("docker", "rm", "-f", name);
  const networks = Object.keys(made.NetworkSettings.Networks).map((network) => [network, {}]);
  await engine.json("POST", `/containers/create?name=${name}`, {
    ...made.Config,
    HostConfig: made.HostConfig,
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(networks) },
  });
}

/** As the engine's list has it, which is what an apply looks at. */
async function stateOf(name: string): Promise<string> {
  const filter = `name=^/${app.own.name(name)}$`;
  return output("docker", "ps", "-a", "--filter", filter, "--format", "{{.State}}");
}

describe.each(states)("a container that is %s", (state) => {
  const row = cellsOf(table.find((line) => cellsOf(line)[0] === state));
  const cells = changes
    .map((change, index) => [change, row[index + 1] ?? "nothing is documented"] as const)
    .filter((_, index) => isWhole || (states.indexOf(state) + index) % 3 === 0);

  it.each(cells)("%s: %s", { timeout: 120_000 }, async (change, outcome) => {
    await app.apply(manifest(state, change, 1), "--no-wait");
    await using stuck = await bring(state);
    const before = stuck?.id ?? (await app.inspect("web", "{{.Id}}"));
    expect(listedAs(state)).toContain(await stateOf("web"));
    const act = async (): Promise<Ran> =>
      change === "delete"
        ? hashike(["delete", await app.write(manifest(state, change, 1))])
        : app.apply(manifest(state, change, 2));
    const ran = await act();
    const told = ran.stdout + ran.stderr;
    const isTold = stuck !== undefined || outcome.endsWith("told");
    expect(ran.code, told).toBe(isTold ? 1 : 0);
    if (stuck !== undefined) expect(ran.stderr).toContain("failed to remove root filesystem");
    await checkAll(outcome, change, before);
    if (stuck === undefined) return;
    await stuck.release();
    expect((await act()).code).toBe(0);
    expect(await app.containers()).toEqual(wantedAfter(change));
  });
});

/** Of a container that it could not remove, Docker 28.5 says `dead` at once, older ones when it changes once more. */
function listedAs(state: State): readonly State[] {
  return state === "removing" ? ["removing", "dead"] : [state];
}

function wantedAfter(change: Change): readonly string[] {
  if (change === "delete") return [];
  return change === "orphan" ? ["other"] : ["other", "web"];
}

async function checkAll(outcome: string, change: Change, before: string): Promise<void> {
  const named = (await app.containers()).filter((name) => !name.includes("hashike-gone"));
  // What is only told of is still there.
  expect(named).toEqual([...wantedAfter(change), ...(outcome === "told" ? ["web"] : [])]);
  if (outcome !== "told" && outcome !== "removed") await checkWeb(outcome, change, before);
}

async function checkWeb(outcome: string, change: Change, before: string): Promise<void> {
  const isSame = ["left", "updated", "started", "unpaused"].some((word) => outcome.startsWith(word));
  expect((await app.inspect("web", "{{.Id}}")) === before, outcome).toBe(isSame);
  if (!outcome.endsWith("told")) expect(await stateOf("web")).toBe("running");
  const isChanged = ["side-by-side", "stop-first", "switch"].includes(change);
  expect(await app.inspect("web", "{{json .Config.Env}}")).toContain(`VERSION=${isChanged ? 2 : 1}`);
  const memory = change === "live" ? 96 : 64;
  expect(await app.inspect("web", "{{.HostConfig.Memory}}")).toBe(String(memory * 1024 * 1024));
}
