import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { output } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";
import { undeletable } from "./support/undeletable.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("undeletable");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

const boxes = (...versions: readonly [name: string, version: string][]) => [
  "containers:",
  ...versions.map(([name, version]) => box(name, idling, `env: [{name: VERSION, value: "${version}"}]`)),
];
const versionOf = async (name: string) =>
  (await app.inspect(name, "{{.State.Status}} {{json .Config.Env}}")).replace(
    /^(\w+) .*"VERSION=(\d+)".*/,
    "$1 $2",
  );
const refusal = /cannot remove container \S+: .*failed to remove root filesystem/;

it("an old one that cannot be removed is told, and keeps no later replacement from its work", async () => {
  await app.apply(boxes(["web", "1"]));
  await using stuck = await undeletable(app.own.name("web"));
  for (const version of ["2", "3", "4"]) {
    const replaced = await app.apply(boxes(["web", version]));
    expect(replaced.code).toBe(1);
    expect(replaced.stderr).toMatch(refusal);
    expect(await versionOf("web"), replaced.stdout + replaced.stderr).toBe(`running ${version}`);
  }
  // Also when nothing else is to be done it is told.
  const again = await app.apply(boxes(["web", "4"]));
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(refusal);

  await stuck.release();
  const healed = await app.apply(boxes(["web", "4"]));
  expect(healed.code, healed.stderr).toBe(0);
  expect(await app.containers()).toEqual(["web"]);
});

it("one that somebody could not remove is made anew, beside others that are removed", async () => {
  await app.apply(boxes(["a", "1"], ["b", "1"], ["c", "1"], ["d", "1"], ["e", "1"]));
  await using stuck = await undeletable(app.own.name("a"));
  await output("docker", "rm", "-f", stuck.id).catch(() => "");
  const made = await app.apply(boxes(["a", "1"], ["d", "1"], ["e", "1"]));
  expect(made.code).toBe(1);
  expect(made.stderr).toMatch(refusal);
  expect(await versionOf("a")).toBe("running 1");
  const left = await app.containers();
  expect(left.filter((name) => !/hashike/.test(name))).toEqual(["a", "d", "e"]);

  await stuck.release();
  expect((await app.apply(boxes(["a", "1"], ["d", "1"], ["e", "1"]))).code).toBe(0);
  expect(await app.containers()).toEqual(["a", "d", "e"]);
});

it("an orphan that cannot be removed keeps no other from going", async () => {
  await app.apply(boxes(["a", "1"], ["b", "1"], ["c", "1"], ["d", "1"]));
  await using stuck = await undeletable(app.own.name("a"));
  const removed = await app.apply(boxes(["c", "2"], ["d", "2"]));
  expect(removed.code).toBe(1);
  expect(removed.stderr).toMatch(refusal);
  expect(await versionOf("c")).toBe("running 2");
  const again = await app.apply(boxes(["d", "3"], ["e", "1"], ["f", "1"]));
  expect(again.code).toBe(1);
  expect((await app.containers()).filter((name) => name !== "a")).toEqual(["d", "e", "f"]);

  await stuck.release();
  expect((await app.apply(boxes(["d", "3"], ["e", "1"], ["f", "1"]))).code).toBe(0);
  expect(await app.containers()).toEqual(["d", "e", "f"]);
});
