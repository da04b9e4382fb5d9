import { expect, it } from "vitest";
import { makeDriver, planText, refusal } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { DesiredState, VolumeSpec } from "../../desired/desired-state.ts";
import { containerSpec, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";

const mounts = [{ type: "volume", volume: "data", target: "/data", readOnly: false }] as const;
const store = containerSpec({ name: "store", mounts });
const other = { kind: "Hashike", namespace: "default", name: "other" };

function wanting(volume: Partial<VolumeSpec> = {}): DesiredState {
  return desiredState([store], { volumes: [{ name: "data", owner: store.owner, ...volume }] });
}

function withVolume(owner: typeof other | undefined): MemoryDriver {
  const driver = makeDriver();
  driver.engine.volumes.set("data", {
    ownership: owner === undefined ? { kind: "foreign" } : { kind: "owned", owner },
  });
  return driver;
}

it("another owner's volume is refused, with whose it is and the ways out", async () => {
  expect(await refusal(withVolume(other), wanting())).toEqual([
    {
      severity: "error",
      path: "volume data",
      message: "belongs to Hashike/default/other",
      hint: "choose another name, or write `external: true` in place of emptyDir to use that one",
    },
  ]);
});

it("an external volume may be another owner's, and nothing is said of it", async () => {
  const driver = withVolume(other);
  const desired = wanting({ external: true });
  const made = plan(desired, await driver.observe(desired));
  expect(made.notices).toEqual([]);
  expect(made.changes.map((c) => c.target.kind)).toEqual(["network", "container"]);
  expect((await apply(made, driver)).status).toBe("done");
});

it("an external volume that does not exist is not made", async () => {
  expect(await refusal(makeDriver(), wanting({ external: true }))).toMatchObject([
    { path: "volume data", message: "is external, and does not exist" },
  ]);
});

it("a volume that nobody of ours made is used, and a notice says so", async () => {
  const driver = withVolume(undefined);
  const desired = wanting();
  expect(plan(desired, await driver.observe(desired)).notices).toEqual([
    { message: "volume data was not made by Hashike; it is used as it is" },
  ]);
  await apply(plan(desired, await driver.observe(desired)), driver);
  expect(await planText(driver, desired)).toBe("");
});

it("a volume that is external now stays by a delete with volumes, also one that was made for the owner", async () => {
  const driver = withVolume(store.owner);
  const observed = await driver.observe(desiredState([]));
  const options = { volumes: true, externalVolumes: ["data"] };
  expect(planDelete([store.owner], observed, options).changes).toEqual([]);
  expect(planDelete([store.owner], observed, { volumes: true }).changes).toHaveLength(1);
});
