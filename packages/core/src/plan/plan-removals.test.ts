import { expect, it } from "vitest";
import { driverRunning } from "../../test/planning.ts";
import { containerSpec, desiredState, findByName } from "../testing/index.ts";
import { plan } from "./plan.ts";
import { planDelete } from "./plan-delete.ts";
import type { Plan } from "./plan-types.ts";

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
