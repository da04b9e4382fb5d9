import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { output } from "./support/hashike.ts";
import { ask } from "./support/keep-asking.ts";
import { box, httpProbe, type OwnApp, onData, ownApp } from "./support/own-app.ts";

/**
 * What the last version that had staging networks (commit 0988a4a) sent to bring up three containers and to update `web`,
 * without its lock. What differs from run to run has names in braces: a container's id is `{web}`.
 */
interface Recorded {
  readonly before: readonly Request[];
  readonly update: readonly Request[];
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: { readonly Entrypoint?: readonly string[] };
}

let app: OwnApp;
let recorded: Recorded;
let port: number;

beforeAll(async () => {
  app = await ownApp("stagedleft");
  port = await freePort();
  const fixture = new URL("./fixtures/update-by-staging.json", import.meta.url);
  recorded = JSON.parse(await readFile(fixture, "utf8"));
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

/** The manifest that was applied then. */
function spec(): readonly string[] {
  const all = [...recorded.before, ...recorded.update];
  const commandOf = (container: string) =>
    JSON.stringify(all.find(({ path }) => path.endsWith(`name={prefix}${container}`))?.body?.Entrypoint);
  const ports = `ports: [{containerPort: 80, hostPort: ${port}}]`;
  return [
    "minReadySeconds: 0",
    "containers:",
    box("web", commandOf("web.hashike-new"), `${ports}, ${httpProbe}`),
    box("store", commandOf("store"), onData),
    box("cache", commandOf("cache")),
    "volumes: [{name: ~data, emptyDir: {}}]",
  ];
}

async function replay(requests: readonly Request[], values: Map<string, string>): Promise<void> {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name) => values.get(name) ?? whole);
  for (const request of requests) {
    const { method, path, body } = JSON.parse(fill(JSON.stringify(request))) as Request;
    const answer = await engine.json<{ readonly Id: string } | undefined>(method, path, body);
    const [, created] = /^\/containers\/create\?name=\{prefix\}(.*)$/.exec(request.path) ?? [];
    if (created !== undefined && answer !== undefined) {
      values.set(created === "web.hashike-new" ? "candidate" : created, answer.Id);
    }
  }
}

async function siblings(): Promise<readonly string[]> {
  const format =
    "{{.Id}} {{.State.StartedAt}} {{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}";
  return Promise.all(["store", "cache"].map((name) => app.inspect(name, format)));
}

/** What it is called, the last request that was sent, and how often it had been sent. */
const ends = [
  ["the old one and its siblings are there, and a staging network", "/networks/create", 1],
  ["the siblings are on the staging network", "/networks/{prefix}staging/connect", 2],
  ["the candidate runs on the staging network", "/containers/{candidate}/start", 1],
  ["the candidate is announced", "/containers/{candidate}/rename?name={Prefix}web", 1],
  ["the candidate is on no network", "/networks/{prefix}staging/disconnect", 1],
  ["the old one is off its network, too", "/networks/{prefix}net/disconnect", 1],
  ["the new one is in its place, under a name for the time", "/networks/{prefix}net/connect", 1],
  ["the names are in turn", "/containers/{web}/rename?name={prefix}web.hashike-old", 1],
  ["the new one has its name", "/containers/{candidate}/rename?name={prefix}web", 1],
  ["the old one is stopped", "/containers/{web}/stop", 1],
  ["the old one is gone, and a sibling on the staging network", "/containers/{web}?force=1&v=1", 1],
  ["nobody is on the staging network any more", "/networks/{prefix}staging/disconnect", 3],
] as const;

// `HASHIKE_TEST_WHOLE=1`, as in `npm run test:engines`: after each request; otherwise after every third, for CI.
const isWhole = process.env.HASHIKE_TEST_WHOLE === "1";

describe("an update that an earlier version was killed in", () => {
  it.each(ends.filter((_, index) => isWhole || index % 3 === 1))(
    "is finished by one apply: %s",
    async (_, last, times) => {
      const values = new Map([
        ["prefix", app.own.prefix],
        ["Prefix", app.own.prefix.replace(/^./, (first) => first.toUpperCase())],
        ["port", String(port)],
        ["manifest", await app.write(spec())],
      ]);
      await replay(recorded.before, values);
      await app.sh("store", "echo kept > /data/mark");
      const before = await siblings();
      const cut = recorded.update.flatMap(({ path }, at) => (path === last ? [at + 1] : []))[times - 1] ?? 0;
      expect(cut).toBeGreaterThan(0);
      await replay(recorded.update.slice(0, cut), values);

      const { code, stdout, stderr } = await app.apply(spec());
      expect(`${code} ${stdout}${stderr}`).toMatch(/^0 /);
      expect(await ask(port)).toBe("v2");
      expect(await app.containers()).toEqual(["cache", "store", "web"]);
      expect(await siblings()).toEqual(before);
      expect(await app.sh("store", "cat /data/mark")).toBe("kept");
      const ofApp = ["--filter", `label=hashike.name=${app.own.name("app")}`, "--format", "{{.Name}}"];
      expect(await output("docker", "network", "ls", ...ofApp)).toBe("");
      const ofAnyState = ["ps", "-a", ...ofApp.slice(0, 2), "--format", "{{.Names}} {{.State}}"];
      expect((await output("docker", ...ofAnyState)).split("\n").sort()).toEqual(
        ["cache", "store", "web"].map((name) => `${app.own.name(name)} running`),
      );
      const left = await app.plan(spec(), "--detailed-exitcode");
      expect(left.code, left.stdout).toBe(0);
    },
  );
});
