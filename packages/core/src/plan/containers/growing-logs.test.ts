import { expect, it } from "vitest";
import { makeDriver } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const named = (name: string, more: Partial<ContainerSpec> = {}) =>
  containerSpec({ name, networks: ["net"], ...more });
const another = { env: [{ name: "A", value: "1" }] };

/** Notices of a plan for containers of which all that are there have logs that grow. */
async function noticesOf(there: readonly ContainerSpec[], wanted: readonly ContainerSpec[]) {
  const driver = makeDriver();
  const before = desiredState(there);
  await apply(plan(before, await driver.observe(before)), driver);
  const desired = desiredState(wanted);
  const found = await driver.observe(desired);
  const containers = found.containers.map((c) => ({ ...c, hasGrowingLog: true as const }));
  return plan(desired, { ...found, containers }).notices.map((n) => n.message);
}

const five = ["api", "db", "mail", "queue", "web"];

it("are told with three names at most when one of the containers is made anew", async () => {
  const there = five.map((name) => named(name));
  const wanted = there.map((spec) => (spec.name === "web" ? { ...spec, ...another } : spec));
  expect(await noticesOf(there, wanted)).toEqual([
    "logs of 5 containers grow without bound: api, db, mail and 2 more",
  ]);
  expect(await noticesOf([named("web")], [named("web", another)])).toEqual([
    "the log of 1 container grows without bound: web",
  ]);
});

it("are not told where nothing is made anew, so that a timer says it once", async () => {
  const there = five.map((name) => named(name));
  expect(await noticesOf(there, there)).toEqual([]);
  expect(await noticesOf(there, [...there, named("more")])).toEqual([]);
});

it("are not told of a container that says what its logging is", async () => {
  const logging = { driver: "json-file", options: {} };
  expect(await noticesOf([named("web")], [named("web", { logging })])).toEqual([]);
});

it("are not told where nobody has looked", async () => {
  const driver = makeDriver();
  const desired = desiredState([named("web")]);
  await apply(plan(desired, await driver.observe(desired)), driver);
  const other = desiredState([named("web", another)]);
  expect(plan(other, await driver.observe(other)).notices).toEqual([]);
});
