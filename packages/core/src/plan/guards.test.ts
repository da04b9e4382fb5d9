import { describe, expect, it } from "vitest";
import { makeDriver } from "../../test/planning.ts";
import { apply } from "../apply/apply.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import { isHashikeError } from "../errors.ts";
import { containerSpec, desiredState, type MemoryDriver, testOwner } from "../testing/index.ts";
import { plan } from "./plan.ts";

const three = ["web", "api", "store"].map((name) => containerSpec({ name }));

async function running(desired: DesiredState) {
  const driver = makeDriver();
  const result = await apply(plan(desired, await driver.observe(desired)), driver);
  expect(result.status).toBe("done");
  return driver;
}

async function refusal(driver: MemoryDriver, desired: DesiredState) {
  try {
    plan(desired, await driver.observe(desired));
  } catch (error) {
    if (isHashikeError(error) && error.code === "PLAN_GUARDED") return error.message;
    throw error;
  }
  return undefined;
}

describe("guards", () => {
  it("refuse to remove more than half of what an owner runs", async () => {
    const driver = await running(desiredState(three));
    expect(await refusal(driver, desiredState(three.slice(0, 1)))).toBe(
      "Hashike/default/app: 2 of its 3 containers would be removed: api, store",
    );
  });

  it("let half of it go", async () => {
    const driver = await running(desiredState(three));
    expect(await refusal(driver, desiredState(three.slice(0, 2)))).toBeUndefined();
  });

  it("refuse a source that had another name before", async () => {
    const sources = { "Hashike/default/app": "/srv/app.yml" };
    const driver = await running(desiredState(three, { sources }));
    const renamed = { ...testOwner, name: "renamed" };
    const moved = three.map((spec) => ({ ...spec, name: `${spec.name}2`, owner: renamed }));
    const message = await refusal(
      driver,
      desiredState(moved, { sources: { "Hashike/default/renamed": "/srv/app.yml" } }),
    );
    expect(message).toBe(
      "Hashike/default/renamed: /srv/app.yml was applied as Hashike/default/app before, whose containers would stay behind",
    );
  });

  it("do as they are told", async () => {
    const driver = await running(desiredState(three));
    const desired = desiredState(three.slice(0, 1));
    const made = plan(desired, await driver.observe(desired), { allowDestroy: true });
    expect(made.changes.map((c) => [c.kind, c.target.name])).toEqual([
      ["remove", "api"],
      ["remove", "store"],
    ]);
  });
});
