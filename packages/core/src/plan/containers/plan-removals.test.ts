import { describe, expect, it } from "vitest";
import { driverRunning } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import { containerSpec, desiredState, findByName, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";
import type { Plan } from "../plan-types.ts";

const preStop = { kind: "sleep", seconds: 5 } as const;
const web = containerSpec({ name: "web", lifecycle: { preStop } });
const store = containerSpec({ name: "store" });

const stopsOf = ({ actions }: Plan) =>
  actions.flatMap((a) => (a.type === "container.stop" ? [[a.id, a.preStop]] : []));

it("what is no longer wanted does what it was created to do before it ends", async () => {
  const driver = await driverRunning(web, store);
  const desired = desiredState([store]);
  expect(stopsOf(plan(desired, await driver.observe(desired)))).toEqual([
    ["container.stop/web:orphan", preStop],
  ]);
});

it("so does what an interrupted apply left", async () => {
  const driver = await driverRunning(web, store);
  const found = findByName(driver.engine, "web");
  if (found === undefined) throw new Error("web is gone");
  driver.engine.containers.set("retired", { ...found, id: "retired", name: "web.hashike-old" });
  const desired = desiredState([web, store]);
  expect(stopsOf(plan(desired, await driver.observe(desired)))).toEqual([
    ["container.stop/web.hashike-old:leftover", preStop],
  ]);
});

it("so does what is to be deleted", async () => {
  const driver = await driverRunning(web, store);
  const removal = planDelete([web.owner], await driver.observe(desiredState([])));
  expect(stopsOf(removal)).toEqual([
    ["container.stop/store", undefined],
    ["container.stop/web", preStop],
  ]);
});

describe("a container that the engine cannot remove", () => {
  const version = (number: string) => containerSpec({ name: "web", args: [number] });
  const step = async (driver: MemoryDriver, specs: readonly ContainerSpec[]) => {
    const desired = desiredState(specs);
    return apply(plan(desired, await driver.observe(desired)), driver);
  };

  it("is told every time, is in nobody's way, and is gone as soon as it can be removed", async () => {
    const driver = await driverRunning(version("1"));
    const stuck = findByName(driver.engine, "web");
    if (stuck === undefined) throw new Error("web is gone");
    stuck.whyNotRemoved = "device or resource busy";
    for (const number of ["2", "3", "4"]) {
      const result = await step(driver, [version(number)]);
      expect(result.failed.map(({ error }) => error.message)).toEqual([
        expect.stringContaining("device or resource busy"),
      ]);
      expect(findByName(driver.engine, "web")).toMatchObject({ state: "running", spec: { args: [number] } });
    }
    delete stuck.whyNotRemoved;
    expect((await step(driver, [version("4")])).status).toBe("done");
    expect([...driver.engine.containers.values()].map(({ name }) => name)).toEqual(["web"]);
  });
});
