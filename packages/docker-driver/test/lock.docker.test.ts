import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Driver, LockHolder, Owner } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleTypeScript } from "./connect/run-typescript.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { manualClock } from "./support/manual-clock.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { desiredState, testOwner } from "./support/specs.ts";

let own: OwnThings;
const far = { host: "far-away", pid: 4711, startedAt: "1", machine: "another" };

beforeAll(async () => {
  own = await ownThings("lock");
});

afterAll(() => own.removeAll());

const ownerNamed = (name: string): Owner => ({ ...testOwner, name: own.name(name) });
const take = (
  driver: Driver,
  owners: readonly Owner[],
  waitSeconds = 0,
  onWait?: (holder: LockHolder) => void,
) => {
  if (driver.lock === undefined) throw new Error("no lock");
  return driver.lock(owners, { waitSeconds, onWait });
};
const held = { code: "LOCK_HELD" };

async function volumesOf(owner: Owner): Promise<readonly string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`hashike.name=${owner.name}`] }));
  const { Volumes } = await engine.json<{ Volumes: { Name: string }[] }>(
    "GET",
    `/volumes?filters=${filters}`,
  );
  return Volumes.map(({ Name }) => Name);
}

describe("a lock", () => {
  it("is had by one, and says by whom and since when", async () => {
    const owner = ownerNamed("one");
    const lock = await take(testDriver(), [owner]);
    await expect(take(testDriver(), [owner])).rejects.toMatchObject({
      ...held,
      message: expect.stringMatching(
        `^Hashike/default/${owner.name} is being applied by ${hostname()}, process ${process.pid}, since 20`,
      ),
      hint: expect.stringContaining("--lock-timeout"),
    });
    const other = await take(testDriver(), [ownerNamed("two")]);
    await other.release();
    await lock.release();
    await lock.release();
    await (await take(testDriver(), [owner])).release();
    expect(await volumesOf(owner)).toEqual([]);
    expect(lock.lost.aborted).toBe(false);
  });

  it("is nobody's volume, and trying for it writes nothing while somebody has it", async () => {
    const owner = ownerNamed("hidden");
    const lock = await take(testDriver(), [owner]);
    const names = await volumesOf(owner);
    expect(names).toHaveLength(2);
    const { volumes } = await testDriver().observe(desiredState({ owners: [owner] }));
    expect(volumes.filter(({ name }) => names.includes(name))).toEqual([]);
    await using proxy = await startRecordingProxy();
    await expect(take(testDriver({ host: proxy.host }), [owner])).rejects.toMatchObject(held);
    expect(proxy.writes()).toEqual([]);
    await lock.release();
  });

  it("is waited for, and told about once", async () => {
    const owner = ownerNamed("wait");
    const lock = await take(testDriver(), [owner]);
    const told: LockHolder[] = [];
    const waiting = take(testDriver(), [owner], 60, (holder) => {
      told.push(holder);
      void lock.release();
    });
    await (await waiting).release();
    expect(told).toEqual([
      { description: `${hostname()}, process ${process.pid}`, sinceSeconds: expect.any(Number) },
    ]);
  });

  it("is given up on when the wait is aborted", async () => {
    const owner = ownerNamed("abort");
    const lock = await take(testDriver(), [owner]);
    const abort = new AbortController();
    const waiting = testDriver().lock?.([owner], {
      waitSeconds: 60,
      signal: abort.signal,
      onWait: () => abort.abort(new Error("enough")),
    });
    await expect(waiting).rejects.toThrow("enough");
    await lock.release();
    expect(await volumesOf(owner)).toEqual([]);
  });

  it("of several owners is had whole or not at all", async () => {
    const [a, b] = [ownerNamed("multi-a"), ownerNamed("multi-b")];
    const lock = await take(testDriver(), [b]);
    await expect(take(testDriver(), [b, a])).rejects.toMatchObject(held);
    expect(await volumesOf(a)).toEqual([]);
    await lock.release();
    const both = await take(testDriver(), [b, a, b]);
    await expect(take(testDriver(), [a])).rejects.toMatchObject(held);
    await both.release();
    expect([...(await volumesOf(a)), ...(await volumesOf(b))]).toEqual([]);
  });
});

describe("processes", () => {
  let program: string;
  let directory: string;
  const packageDirectory = fileURLToPath(new URL("..", import.meta.url));

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "hashike-lock-"));
    program = await bundleTypeScript(
      `
        import { closeSync, openSync, unlinkSync } from "node:fs";
        import { createDockerDriver } from "./src/index.ts";
        const { OWNER, MARK, HOST } = process.env;
        const driver = createDockerDriver({ env: {}, host: HOST });
        const lock = await driver.lock([JSON.parse(OWNER)], { waitSeconds: 50 });
        if (MARK === undefined) {
          console.log("locked");
          setInterval(() => {}, 1000);
        } else {
          // Fails when another process has it.
          closeSync(openSync(MARK, "wx"));
          await driver.observe({ owners: [], networks: [], volumes: [], hostPaths: [], images: [], containers: [], notices: [], secrets: {}, sources: {} });
          unlinkSync(MARK);
          await lock.release();
          await driver.close();
        }
      `,
      packageDirectory,
    );
  });

  afterAll(() => rm(directory, { recursive: true }));

  function start(owner: Owner, env: Readonly<Record<string, string>> = {}): ChildProcess {
    const child = spawn(process.execPath, ["--input-type=module", "-"], {
      cwd: packageDirectory,
      env: { ...process.env, OWNER: JSON.stringify(owner), HOST: `unix://${engine.socketPath}`, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(program);
    return child;
  }

  it("have it one after the other, when ten try at once", async () => {
    const owner = ownerNamed("ten");
    const mark = join(directory, "mark");
    const ends = Array.from({ length: 10 }, async () => once(start(owner, { MARK: mark }), "exit"));
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual(Array(10).fill(0));
    expect(await volumesOf(owner)).toEqual([]);
  });

  it("leave it to the next at once when they are killed", async () => {
    const owner = ownerNamed("killed");
    const child = start(owner);
    const ended = once(child, "exit");
    if (child.stdout === null) throw new Error("no output");
    await once(child.stdout, "data");
    await expect(take(testDriver(), [owner])).rejects.toMatchObject({
      ...held,
      message: expect.stringContaining(`process ${child.pid}`),
    });
    child.kill("SIGKILL");
    await ended;
    const lock = await take(testDriver(), [owner]);
    await lock.release();
    expect(await volumesOf(owner)).toEqual([]);
  });
});

describe("a holder on another machine", () => {
  const elsewhere = () => {
    const heartbeat = manualClock();
    return { heartbeat, driver: testDriver({}, { lock: { self: far, heartbeat } }) };
  };

  it("is believed for a minute without a sign of life, and then taken over; it finds out", async () => {
    const owner = ownerNamed("far");
    const { heartbeat, driver } = elsewhere();
    const lock = await take(driver, [owner]);
    await expect(take(testDriver(), [owner])).rejects.toMatchObject({
      ...held,
      message: expect.stringContaining("far-away, process 4711"),
    });
    await using later = await startRecordingProxy({ aheadSeconds: 120 });
    const successor = await take(testDriver({ host: later.host }), [owner]);
    const lost = once(lock.lost, "abort");
    heartbeat.pass(15_000);
    await lost;
    expect(lock.lost.reason).toMatchObject({
      ...held,
      message: expect.stringContaining("was taken over by"),
    });
    await lock.release();
    // The successor's is untouched by that.
    await expect(take(testDriver(), [owner])).rejects.toMatchObject(held);
    await successor.release();
    expect(await volumesOf(owner)).toEqual([]);
  });

  it("shows signs of life, each a new volume in place of the last", async () => {
    const owner = ownerNamed("alive");
    const { heartbeat, driver } = elsewhere();
    const lock = await take(driver, [owner]);
    await heartbeat.untilSleeping();
    const first = await volumesOf(owner);
    heartbeat.pass(15_000);
    await heartbeat.untilSleeping();
    const second = await volumesOf(owner);
    expect(second).toHaveLength(2);
    expect(second.filter((name) => !first.includes(name))).toHaveLength(1);
    await lock.release();
    expect(await volumesOf(owner)).toEqual([]);
  });

  it("keeps a lock whose volumes somebody pruned", async () => {
    const owner = ownerNamed("pruned");
    const { heartbeat, driver } = elsewhere();
    const lock = await take(driver, [owner]);
    await heartbeat.untilSleeping();
    for (const name of await volumesOf(owner)) await engine.json("DELETE", `/volumes/${name}`);
    heartbeat.pass(15_000);
    await heartbeat.untilSleeping();
    expect(lock.lost.aborted).toBe(false);
    await expect(take(testDriver(), [owner])).rejects.toMatchObject(held);
    await lock.release();
    expect(await volumesOf(owner)).toEqual([]);
  });

  it("gives it up before others take it when the engine does not answer any more", async () => {
    const owner = ownerNamed("cut");
    const heartbeat = manualClock();
    const proxy = await startRecordingProxy();
    const lock = await take(testDriver({ host: proxy.host }, { lock: { self: far, heartbeat } }), [owner]);
    await proxy.close();
    const lost = once(lock.lost, "abort");
    let ms = 0;
    while (!lock.lost.aborted) {
      await Promise.race([heartbeat.untilSleeping(), lost]);
      heartbeat.pass(5000);
      ms += 5000;
    }
    expect(ms).toBeLessThan(60_000);
    expect(lock.lost.reason).toMatchObject({ ...held, message: expect.stringContaining("does not answer") });
    await lock.release();
  });
});
