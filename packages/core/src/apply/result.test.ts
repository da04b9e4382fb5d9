import { describe, expect, it } from "vitest";
import { failOn, makeEngine, names, onPort, running, store, web } from "../../test/applying.ts";
import { plan } from "../plan/plan.ts";
import { containerSpec, createMemoryDriver, desiredState, findByName } from "../testing/index.ts";
import { apply } from "./apply.ts";

const proxy = containerSpec({ name: "proxy" });

async function applyAtomic(
  driver: ReturnType<typeof createMemoryDriver>,
  ...specs: readonly ReturnType<typeof containerSpec>[]
) {
  const desired = desiredState(specs);
  return apply(plan(desired, await driver.observe(desired), { atomic: true }), driver);
}

describe("what an apply says that it made", () => {
  it("is without a container that was taken back because of another one", async () => {
    const driver = createMemoryDriver({
      engine: makeEngine(),
      beforeExecute: failOn("container.start/proxy"),
    });
    const result = await applyAtomic(driver, web, proxy);
    expect(driver.executed).toContain("container.start/web");
    expect(findByName(driver.engine, "web")).toBeUndefined();
    expect(names(result.created)).toEqual(["hashike"]);
    expect(result.undone.map((u) => u.actionId).sort()).toEqual([
      "container.remove/proxy:undo",
      "container.remove/web:undo",
    ]);
  });

  it("is without one that could not be taken back: what became of it is told there", async () => {
    const driver = createMemoryDriver({
      engine: makeEngine(),
      beforeExecute(action) {
        failOn("container.start/proxy")(action);
        failOn("container.remove/web:undo")(action);
      },
    });
    const result = await applyAtomic(driver, web, proxy);
    expect(names(result.created)).toEqual(["hashike"]);
    expect(result.undone.filter((u) => u.error !== undefined)).toMatchObject([
      { actionId: "container.remove/web:undo", error: { code: "DRIVER_ENGINE_ERROR" } },
    ]);
  });

  it("is without a new one that had got a host port, and gave it back", async () => {
    const giver = onPort(containerSpec({ name: "giver" }));
    const driver = await running([giver], failOn("container.start/giver"));
    const desired = desiredState([containerSpec({ name: "giver" }), onPort(proxy)]);
    const result = await apply(plan(desired, await driver.observe(desired)), driver);
    expect(driver.executed).toContain("container.start/proxy");
    expect(findByName(driver.engine, "proxy")).toBeUndefined();
    expect(names(result.created)).toEqual([]);
  });

  it("is with one that was started again, and stays so", async () => {
    const driver = await running([store], failOn("container.start/proxy"));
    Object.assign(findByName(driver.engine, "store") ?? {}, { state: "exited" });
    const result = await applyAtomic(driver, store, proxy);
    expect(findByName(driver.engine, "store")?.state).toBe("running");
    expect(names(result.updated)).toEqual(["store"]);
    expect(names(result.created)).toEqual([]);
  });
});
