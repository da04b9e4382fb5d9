import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { output, type Running, startHashike } from "./support/hashike.ts";
import { writeLoopManifest } from "./support/loop-manifest.ts";
import { startRelay } from "./support/relay.ts";
import { until } from "./support/until.ts";

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("watch");
  folder = await mkdtemp(join(tmpdir(), "hashike-watch-"));
});

afterAll(async () => {
  await own.removeAll();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await own.removeAll();
  await output("docker", "network", "create", own.name("net"));
});

const manifest = (...names: readonly string[]) => writeLoopManifest(join(folder, "app.yml"), own, names);

function watch(file: string, env: Readonly<Record<string, string>> = {}): Running {
  const words = ["watch", file, "--network", own.name("net"), "--interval", "1h", "-o", "json"];
  const watching = startHashike(words, { env });
  // A test that fails must not leave it behind.
  onTestFinished(async () => {
    watching.signal("SIGKILL");
    await watching.done;
  });
  return watching;
}

interface Seen {
  readonly id: string;
  readonly startedMs: number;
}

/** Waits until a container runs that is not the one before. */
function running(name: string, before?: Seen): Promise<Seen> {
  return until(async () => {
    const text = await output(
      ...(["docker", "inspect", "-f", "{{.Id}} {{.State.Running}} {{.State.StartedAt}}"] as const),
      own.name(name),
    );
    const [id = "", isRunning, startedAt = ""] = text.split(" ");
    const seen = { id, startedMs: Date.parse(startedAt) };
    return isRunning === "true" && startedAt !== "" && seen.startedMs !== before?.startedMs
      ? seen
      : undefined;
  });
}

interface Told {
  readonly time: string;
  readonly type: string;
  readonly status?: string;
}

const told = (stdout: string): readonly Told[] =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const says = (watching: Running, type: string) =>
  until(async () => (watching.stdout().includes(`"type":"${type}"`) ? true : undefined));

/**
 * Follows what the engine tells of a container; its memory for events is short.
 * @returns what waits for the time of the n-th event of a kind, in milliseconds
 */
function followEvents(name: string): (event: string, n: number) => Promise<number> {
  const format = "{{.Action}} {{.TimeNano}}";
  const since = (Date.now() / 1000).toFixed(3);
  const words = ["events", "--since", since, "--filter", `container=${name}`, "--format", format];
  const child = spawn("docker", words);
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  return (event, n) =>
    until(async () => {
      const nanos = text.split("\n").filter((line) => line.startsWith(`${event} `))[n];
      return nanos === undefined ? undefined : Number(nanos.split(" ")[1]) / 1e6;
    });
}

describe("hashike watch on an engine", () => {
  it("brings back what is removed, killed, stopped and paused, and ends with 143 on SIGTERM", async () => {
    const timeOf = followEvents(own.name("web"));
    const watching = watch(await manifest("web", "store"));
    const first = await running("web");
    const store = await running("store");
    const took: Record<string, number> = {};
    // The container's first start shows that the events are followed from the beginning.
    await timeOf("start", 0);
    const repaired = async (what: string, event: string, n: number, before: Seen): Promise<Seen> => {
      await output("docker", ...what.split(" "), own.name("web"));
      const seen = await running("web", before);
      took[what] = Math.round(seen.startedMs - (await timeOf(event, n)));
      return seen;
    };
    const removed = await repaired("rm -f", "destroy", 0, first);
    expect(removed.id).not.toBe(first.id);
    const killed = await repaired("kill", "die", 1, removed);
    const stopped = await repaired("stop -t 1", "die", 2, killed);
    expect([killed.id, stopped.id]).toEqual([removed.id, removed.id]);
    await output("docker", "pause", own.name("web"));
    await until(async () =>
      (await output("docker", "inspect", "-f", "{{.State.Status}}", own.name("web"))) === "running"
        ? true
        : undefined,
    );
    expect((await running("store")).id).toBe(store.id);
    // Generous: another test may have the engine to itself for a while. docs/watch.md has the figures.
    for (const ms of Object.values(took)) expect(ms).toBeLessThan(20_000);

    watching.signal("SIGTERM");
    const { code, stdout, stderr } = await watching.done;
    expect([code, stderr]).toEqual([143, ""]);
    expect(told(stdout).at(-1)?.type).toBe("watch.stopped");
    expect((await running("web")).id).toBe(removed.id);
    if (process.env.HASHIKE_TEST_FIGURES !== undefined) process.stdout.write(`${JSON.stringify(took)}\n`);
  });

  it("heals others while something takes its time to become ready, and what was just healed", async () => {
    const timeOf = followEvents(own.name("web"));
    const watching = watch(await manifest("slow", "web"));
    const slow = await running("slow");
    let web = await running("web");
    await timeOf("start", 0);
    await output("docker", "exec", own.name("slow"), "touch", "/ready");
    await says(watching, "cycle.finished");
    await output("docker", "rm", "-f", own.name("slow"));
    const again = await running("slow", slow);
    const took: number[] = [];
    for (const n of [0, 1, 2]) {
      await output("docker", "kill", own.name("web"));
      web = await running("web", web);
      took.push(Math.round(web.startedMs - (await timeOf("die", n))));
    }
    // All of it beside the apply that waits for `slow`, which nobody has made ready.
    await says(watching, "repair.planned");
    expect((await running("slow")).id).toBe(again.id);
    const ended = told(watching.stdout()).filter(({ type }) => type === "cycle.finished");
    await output("docker", "exec", own.name("slow"), "touch", "/ready");
    await until(async () => {
      const now = told(watching.stdout()).filter(({ type }) => type === "cycle.finished");
      return now.length > ended.length ? true : undefined;
    });
    watching.signal("SIGTERM");
    expect((await watching.done).code).toBe(143);
    if (process.env.HASHIKE_TEST_FIGURES !== undefined) process.stdout.write(`beside: ${took} ms\n`);
  });

  it("applies a change of its source when told to read, and leaves the rest alone", async () => {
    const watching = watch(await manifest("web"));
    const web = await running("web");
    await manifest("web", "store");
    watching.signal("SIGHUP");
    await running("store");
    await manifest("web");
    watching.signal("SIGHUP");
    await until(async () => {
      const left = await output("docker", "ps", "-aq", "--filter", `name=${own.name("store")}`);
      return left === "" ? true : undefined;
    });
    expect((await running("web")).id).toBe(web.id);
    watching.signal("SIGINT");
    expect((await watching.done).code).toBe(130);
  });

  it("goes on through an engine that goes away and comes back, and then sees what it missed", async () => {
    await using relay = await startRelay(engine.socketPath);
    const watching = watch(await manifest("web"), { DOCKER_HOST: relay.host });
    const web = await running("web");
    await says(watching, "cycle.finished");
    await relay.goAway();
    await says(watching, "engine.lost");
    await output("docker", "rm", "-f", own.name("web"));
    await relay.comeBack();
    expect((await running("web")).id).not.toBe(web.id);
    await says(watching, "engine.back");
    watching.signal("SIGTERM");
    const { code, stdout } = await watching.done;
    expect(code).toBe(143);
    const engineEvents = told(stdout).flatMap(({ type }) => (type.startsWith("engine.") ? [type] : []));
    expect(engineEvents).toEqual(["engine.lost", "engine.back"]);
  });
});
