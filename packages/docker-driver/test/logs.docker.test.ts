import type { LogLine, LogOptions } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { untilState } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { desiredState } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
const driver = testDriver();

beforeAll(async () => {
  own = await ownThings("logs");
  on = steps(driver, await imageId(busybox));
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(async () => {
  await own.removeAll();
  await driver.close?.();
});

async function run(name: string, script: string, tty = false): Promise<string> {
  const command = ["sh", "-c", script];
  const id = await on.create({ name, networks: [own.name("net")], restartPolicy: "Never", tty, command });
  await on.start(name, id);
  return id;
}

async function logs(name: string, options: LogOptions = {}): Promise<AsyncIterable<LogLine>> {
  const { containers } = await driver.observe(desiredState());
  const container = containers.find((c) => c.name === name);
  if (container === undefined || driver.logs === undefined) throw new Error(`no logs of ${name}`);
  return driver.logs(container, options);
}

async function collect(lines: AsyncIterable<LogLine>): Promise<string[]> {
  const found: string[] = [];
  for await (const { stream, text } of lines) found.push(`${stream} ${text}`);
  return found;
}

describe("logs", () => {
  it("tells the streams apart, and keeps characters whole", async () => {
    const name = own.name("both");
    const id = await run(name, "echo 艀; echo oops >&2; printf 'no end'");
    await untilState(id, ({ State }) => State.Status === "exited");
    const lines = await collect(await logs(name));
    expect(lines.sort()).toEqual(["stderr oops", "stdout no end", "stdout 艀"]);
    expect((await collect(await logs(name, { tail: 1 }))).length).toBe(1);
    expect(await collect(await logs(name, { since: "2100-01-01T00:00:00Z" }))).toEqual([]);
    const [dated] = await collect(await logs(name, { timestamps: true, tail: 1 }));
    expect(dated).toMatch(/^std(out|err) \d{4}-\d{2}-\d{2}T[\d:.]+Z /);
  });

  it("gives a line longer than the engine's pieces one time", async () => {
    const name = own.name("long");
    const id = await run(name, "yes 'a b' | head -n 25000 | tr '\\n' .; echo; echo next");
    await untilState(id, ({ State }) => State.Status === "exited");
    const long = "a b.".repeat(25_000);
    expect(await collect(await logs(name))).toEqual([`stdout ${long}`, "stdout next"]);
    const [dated, next] = await collect(await logs(name, { timestamps: true }));
    const time = /^stdout \d{4}-\d{2}-\d{2}T[\d:.]+Z /;
    expect(dated).toMatch(time);
    expect(dated?.replace(time, "")).toBe(long);
    expect(next?.replace(time, "")).toBe("next");
  });

  it("reads a terminal's log, which has no frames", async () => {
    const name = own.name("tty");
    const id = await run(name, "echo one; echo two >&2", true);
    await untilState(id, ({ State }) => State.Status === "exited");
    expect(await collect(await logs(name))).toEqual(["stdout one", "stdout two"]);
  });

  it("follows until the container ends", async () => {
    const name = own.name("follow");
    await run(name, "i=0; while [ $i -lt 5 ]; do echo line $i; i=$((i+1)); sleep 0.05; done");
    expect(await collect(await logs(name, { follow: true }))).toEqual(
      Array.from({ length: 5 }, (_, i) => `stdout line ${i}`),
    );
  });

  it("follows until it is told to stop", async () => {
    const name = own.name("endless");
    await run(name, "while :; do echo again; sleep 0.05; done");
    const controller = new AbortController();
    let count = 0;
    for await (const line of await logs(name, { follow: true, signal: controller.signal })) {
      expect(line.text).toBe("again");
      count += 1;
      if (count === 3) controller.abort();
    }
    expect(count).toBeGreaterThanOrEqual(3);
  });

  it("can be left early", async () => {
    const name = own.name("left");
    await run(name, "while :; do echo again; sleep 0.05; done");
    for await (const _line of await logs(name, { follow: true })) break;
  });

  it("gives a megabyte of output whole", async () => {
    const name = own.name("large");
    const id = await run(name, "seq 1 150000");
    await untilState(id, ({ State }) => State.Status === "exited");
    const lines = await collect(await logs(name));
    expect(lines).toHaveLength(150_000);
    expect(lines.at(-1)).toBe("stdout 150000");
  });
});
