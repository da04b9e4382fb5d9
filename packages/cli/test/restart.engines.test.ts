import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { engine as api } from "../../docker-driver/test/support/engine.ts";
import { startFaultyProxy } from "../../docker-driver/test/support/faulty-proxy.ts";
import type { OwnThings } from "../../docker-driver/test/support/own-things.ts";
import { output, type Ran, type Running, startHashike } from "./support/hashike.ts";
import {
  answering,
  box,
  httpProbe,
  idling,
  type OwnApp,
  onData,
  ownApp,
  threeWays,
} from "./support/own-app.ts";
import { type EngineEnd, type RestartableEngine, restartableEngine } from "./support/restartable-engine.ts";
import { until } from "./support/until.ts";

// The engine is alone in its network namespace, where every port is free.
const port = 8181;

// Only an engine that `npm run test:engines` has started may be restarted: never the machine's own.
const isRestartable = process.env.HASHIKE_TEST_ENGINE_CONTROL !== undefined;

// Each way takes minutes; `npm run test:engines` goes all.
const isPart = process.env.HASHIKE_TEST_PART === "1";
const endsAtEveryRequest: readonly EngineEnd[] = isPart ? ["kill"] : ["kill", "power-off"];
/** A switch has some thirty requests. */
const every = isPart ? 3 : 1;

let engine: RestartableEngine;
let app: OwnApp;
let own: OwnThings;
let isOldEngine: boolean;

beforeAll(async () => {
  engine = restartableEngine();
  process.env.DOCKER_HOST = `unix://${api.socketPath}`;
  app = await ownApp("restart");
  own = app.own;
  const major = Number((await output("docker", "version", "-f", "{{.Server.Version}}")).split(".")[0]);
  isOldEngine = major < 28;
  const image = `${process.env.HASHIKE_TEST_REGISTRY}/hashike-test/busybox:1`;
  await output("docker", "pull", "-q", image);
  await output("docker", "tag", image, "hashike-test/busybox:1");
});

beforeEach(() => app.clear());

afterAll(() => app[Symbol.asyncDispose]());

/** `prepare` leaves a line for each run. */
const spec = (version: string) => [
  "initContainers:",
  box("prepare", '[sh, -c, "echo ran >> /data/runs"]', onData),
  box("side", idling, "restartPolicy: Always"),
  ...threeWays(version, port),
];

const words = (command: string, version: string, ...options: readonly string[]) =>
  app.words(command, spec(version), ...options);

const apply = (version: string) => app.apply(spec(version));

const lines = (text: string) => text.split("\n").filter((line) => line !== "");

/** @returns for each container its name, id, version and state */
async function containers(): Promise<readonly string[]> {
  const ids = lines(await output("docker", "ps", "-aq", "--filter", `name=${own.prefix}`));
  const format = "{{.Name}} {{.Id}} {{json .Config.Env}} {{.State.Status}}";
  const seen = lines(await output("docker", "inspect", "-f", format, ...ids));
  const short = (line: string) =>
    line.replace(`/${own.prefix}`, "").replace(/\[.*\]/, (env) => /VERSION=\w+/.exec(env)?.[0] ?? "-");
  return seen.map(short).sort();
}

const withoutIds = (seen: readonly string[]) => seen.map((line) => line.replace(/[0-9a-f]{64} /, ""));

const wanted = (version: string) => [
  `door VERSION=${version} running`,
  "prepare - exited",
  "side - running",
  `store VERSION=${version} running`,
  `web VERSION=${version} running`,
];

async function expectAsWanted(version: string): Promise<void> {
  expect(withoutIds(await containers())).toEqual(wanted(version));
  expect(await output("docker", "exec", own.name("store"), "cat", "/data/runs")).toBe("ran");
  expect(await portHolders()).toEqual([own.name("door")]);
  expect(await parks()).toBe("");
  const left = await app.plan(spec(version), "--detailed-exitcode");
  expect(left.code, left.stdout).toBe(0);
}

/** One container, which has a volume of its own. */
const keeper = (version: string) => [
  "minReadySeconds: 0",
  "containers:",
  box(
    "keeper",
    idling,
    `env: [{name: VERSION, value: "${version}"}], volumeMounts: [{name: ~kept, mountPath: /data}]`,
  ),
  "volumes: [{name: ~kept, emptyDir: {}}]",
];

/** One container, which has a host port. */
const gate = (version: string) => [
  "minReadySeconds: 0",
  "containers:",
  box(
    "gate",
    answering(version),
    `env: [{name: VERSION, value: "${version}"}], ports: [{containerPort: 80, hostPort: ${port}}], ${httpProbe}`,
  ),
];

/** @returns the containers that have the host port */
async function portHolders(): Promise<readonly string[]> {
  const all = lines(await output("docker", "ps", "--format", "{{.Names}} {{.Ports}}"));
  return all.flatMap((line) => (line.includes(`:${port}->`) ? [line.replace(/ .*/, "")] : []));
}

/** @returns the networks that Hashike has made for the owner */
const parks = () =>
  output("docker", "network", "ls", "-q", "--filter", `label=hashike.name=${own.name("app")}`);

/** @returns of each container that has a volume whether it runs, and its restart policy */
async function holders(volume: string): Promise<readonly string[]> {
  const ids = lines(await output("docker", "ps", "-aq", "--filter", `volume=${own.name(volume)}`));
  const format = "{{.State.Running}} {{.HostConfig.RestartPolicy.Name}}";
  return ids.length === 0 ? [] : lines(await output("docker", "inspect", "-f", format, ...ids));
}

/** Nor may the engine start two the next time. */
async function expectOneWriter(volume: string, when: string): Promise<void> {
  const found = await holders(volume);
  const runs = found.filter((holder) => holder.startsWith("true "));
  const isStarted = found.filter((holder) => !holder.endsWith(" no"));
  expect(runs.length, `${when}: ${found}`).toBeLessThanOrEqual(1);
  expect(isStarted.length, `${when}: ${found}`).toBeLessThanOrEqual(1);
}

async function restart(how: EngineEnd): Promise<void> {
  await engine.end(how);
  await engine.start();
}

/**
 * Docker 26 that is killed while a container is on a park may claim the host port for it when it comes back and clears
 * it away, and has nobody on it until its next start.
 */
async function applyGate(version: string): Promise<Ran> {
  const ran = await app.apply(gate(version));
  if (!isOldEngine || !ran.stderr.includes(`host port ${port} is held by another program`)) return ran;
  await restart("stop");
  return app.apply(gate(version));
}

const says = (running: Running, text: string) =>
  until(async () => (running.stdout().includes(text) ? true : undefined));

// Each engine stop and start takes seconds where others are at work, too.
describe.skipIf(!isRestartable)(
  "the engine is restarted (by npm run test:engines)",
  { timeout: 120_000 },
  () => {
    it("after an apply: the same containers run, and nothing is left to do", async () => {
      expect(await apply("1")).toMatchObject({ code: 0 });
      const before = await containers();
      for (const how of ["stop", "kill", "power-off"] as const) {
        await restart(how);
        await expectAsWanted("1");
        expect(await apply("1"), how).toMatchObject({ code: 0 });
        expect(await containers(), how).toEqual(before);
      }
    });

    it.each<[EngineEnd, string]>([
      ["stop", `"action.finished","actionId":"container.start/~web"`],
      ["stop", `"action.started","actionId":"container.switch/~door"`],
      ["kill", `"action.started","actionId":"container.switch/~door"`],
      ["power-off", `"action.started","actionId":"container.switch/~door"`],
      ["power-off", `"action.finished","actionId":"container.start/~store"`],
    ])("while an update is applied: the next apply ends as wanted (%s at %s)", async (how, at) => {
      expect(await apply("1")).toMatchObject({ code: 0 });
      const updating = startHashike(await words("apply", "2", "-o", "json"));
      await says(updating, `"type":${at.replace("~", own.prefix)}`);
      await engine.end(how);
      const { code, stderr } = await updating.done;
      expect(code).toBe(1);
      expect(stderr).toContain("[DRIVER_ENGINE_UNREACHABLE]");
      await engine.start();
      const ofStore = (await containers()).filter((line) => /^store\S* .* running$/.test(line));
      expect(ofStore.length, ofStore.join()).toBeLessThanOrEqual(1);
      const again = await apply("2");
      expect(`${again.code} ${again.stderr}`).toMatch(/^0 /);
      await expectAsWanted("2");
    });

    it.each(endsAtEveryRequest)(
      "after every request of a stop-first update: never are there two that write (%s)",
      async (how) => {
        await using proxy = await startFaultyProxy();
        expect(await app.apply(keeper("0"))).toMatchObject({ code: 0 });
        const hits: string[] = [];
        for (let at = 1; hits.length === at - 1; at += 1) {
          let kill = () => {};
          proxy.arm({ kind: "kill after", at, kill: () => kill() });
          const updating = startHashike(await app.words("apply", keeper(`${at}`)), {
            env: { DOCKER_HOST: proxy.host },
          });
          kill = () => updating.signal("SIGKILL");
          await updating.done;
          const { hit } = proxy;
          if (hit === undefined) break;
          hits.push(hit);
          await restart(how);
          await expectOneWriter("kept", `${how} after ${hit}`);
          const again = await app.apply(keeper(`${at}`));
          expect(`${again.code} ${again.stderr}`, hit).toMatch(/^0 /);
          expect(withoutIds(await containers()), hit).toEqual([`keeper VERSION=${at} running`]);
          expect(await holders("kept"), hit).toEqual(["true always"]);
          const left = await app.plan(keeper(`${at}`), "--detailed-exitcode");
          expect(left.code, left.stdout).toBe(0);
        }
        expect(hits.map((hit) => hit.replace(/^\w+ \/containers\/(?:ID)?\/?/, ""))).toEqual(
          expect.arrayContaining(["create", "stop", "update", "start"]),
        );
      },
      360_000,
    );

    it.each(endsAtEveryRequest)(
      "before every request of a switch of a host port: one apply later exactly one has it (%s)",
      async (how) => {
        await using proxy = await startFaultyProxy();
        expect(await app.apply(gate("0"))).toMatchObject({ code: 0 });
        const hits: string[] = [];
        for (let at = 1; ; at += every) {
          let kill = () => {};
          proxy.arm({ kind: "kill before", at, kill: () => kill() });
          const updating = startHashike(await app.words("apply", gate(`${at}`)), {
            env: { DOCKER_HOST: proxy.host },
          });
          kill = () => updating.signal("SIGKILL");
          await updating.done;
          const { hit } = proxy;
          if (hit === undefined) break;
          hits.push(hit);
          await restart(how);
          expect((await portHolders()).length, hit).toBeLessThanOrEqual(1);
          const again = await applyGate(`${at}`);
          expect(`${again.code} ${again.stderr}`, `${at} ${hit}`).toMatch(/^0 /);
          expect(withoutIds(await containers()), hit).toEqual([`gate VERSION=${at} running`]);
          expect(await portHolders(), hit).toEqual([own.name("gate")]);
          expect(await parks(), hit).toBe("");
          expect(await app.inspect("gate", "{{.HostConfig.RestartPolicy.Name}}"), hit).toBe("always");
          const left = await app.plan(gate(`${at}`), "--detailed-exitcode");
          expect(left.code, left.stdout).toBe(0);
        }
        expect(hits.length).toBeGreaterThan(3);
        if (isPart) return;
        const ofPark = hits.filter((hit) => hit.startsWith("POST /networks/0-"));
        expect(ofPark.map((hit) => hit.replace(/.*\//, ""))).toEqual(
          expect.arrayContaining(["connect", "disconnect"]),
        );
      },
      600_000,
    );

    it("under a watch: it goes on, and brings back what is missing", async () => {
      const watching = startHashike(await words("watch", "1", "--interval", "1h", "-o", "json"));
      onTestFinished(async () => {
        watching.signal("SIGKILL");
        await watching.done;
      });
      await says(watching, `"type":"cycle.finished"`);
      const before = await containers();
      await engine.end("power-off");
      await says(watching, `"type":"engine.lost"`);
      await engine.start();
      await output("docker", "rm", "-f", own.name("web"));
      await says(watching, `"type":"engine.back"`);
      await until(async () =>
        withoutIds(await containers()).join() === wanted("1").join() ? true : undefined,
      );
      await expectAsWanted("1");
      const isWeb = (line: string) => line.startsWith("web ");
      const after = await containers();
      expect(after.filter((line) => !isWeb(line))).toEqual(before.filter((line) => !isWeb(line)));
      watching.signal("SIGTERM");
      expect((await watching.done).code).toBe(143);
    });
  },
);
