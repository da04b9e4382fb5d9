import { copyFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashike } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("guards");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

const boxes = (...names: readonly string[]) => ["containers:", ...names.map((name) => box(name, idling))];

it("more than half of the containers are not removed, unless that is meant", async () => {
  await app.apply(boxes("a", "b", "c"));
  const refused = await app.apply(boxes("a"));
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("2 of its 3 containers would be removed");
  // A command that can be copied: the same apply, and that it is meant.
  const file = await app.write(boxes("a"));
  const goOn = `hashike apply --allow-destroy --network ${app.own.name("net")} ${file}`;
  expect(refused.stderr).toContain(goOn);
  expect((await app.plan(boxes("a"), "--verbose")).stderr).toContain(goOn);
  expect(refused.stderr).toContain("PLAN_GUARDED");
  expect(await app.containers()).toEqual(["a", "b", "c"]);

  expect((await app.apply(boxes("a"), "--allow-destroy")).code).toBe(0);
  expect(await app.containers()).toEqual(["a"]);
});

it("a rename of the only container is no destruction", async () => {
  await app.apply(boxes("a"));
  const renamed = await app.apply(boxes("b"));
  expect(renamed.code, renamed.stderr).toBe(0);
  expect(await app.containers()).toEqual(["b"]);
});

it("a file that names another owner than before is not applied, unless that is meant", async () => {
  await app.apply(boxes("a"));
  const file = await app.write(boxes("a"));
  await copyFile(await app.write(boxes("b"), "renamed"), file);
  const words = ["apply", "--network", app.own.name("net"), file];
  const refused = await hashike(words);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain(`was applied as Hashike/tests/${app.own.name("app")} before`);
  expect(await app.containers()).toEqual(["a"]);

  expect((await hashike([...words, "--allow-destroy"])).code).toBe(0);
  expect(await app.containers()).toEqual(["a", "b"]);
});
