import { describe, expect, it } from "vitest";
import { makeDriver, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { DesiredState } from "../../desired/desired-state.ts";
import { containerSpec, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";

/** A container that mounts a volume of this name, which goes with it. */
function wanting(volume: string): DesiredState {
  const mount = { type: "volume", volume, target: "/work", readOnly: false } as const;
  const state = desiredState([containerSpec({ name: "web", mounts: [mount] })]);
  return { ...state, volumes: state.volumes.map((spec) => ({ ...spec, isTemporary: true })) };
}

async function applied(driver: MemoryDriver, state: DesiredState) {
  return apply(plan(state, await driver.observe(state)), driver);
}

const volumesOf = (driver: MemoryDriver) => [...driver.engine.volumes.keys()];

describe("a volume that goes with its pod", () => {
  it("is removed when another one has taken its place, after all else", async () => {
    const driver = makeDriver();
    await applied(driver, wanting("work-1"));
    expect(await planText(driver, wanting("work-2"))).toContain(
      "[container.remove/web:retired] -> volume.remove/work-1 (no longer wanted)",
    );
    await applied(driver, wanting("work-2"));
    expect(volumesOf(driver)).toEqual(["work-2"]);
    expect(await planText(driver, wanting("work-2"))).toBe("");
  });

  it("stays while its pod is held back, and another one's stays always", async () => {
    const driver = makeDriver();
    await applied(driver, wanting("work-1"));
    driver.engine.volumes.set("theirs", {
      ownership: { kind: "owned", owner: { kind: "Pod", namespace: "default", name: "other" } },
      isTemporary: true,
    });
    driver.engine.behave = () => ({ state: "running", readiness: "never" });
    await applied(driver, wanting("work-2"));
    const again = plan(wanting("work-2"), await driver.observe(wanting("work-2")));
    expect(again.heldBack).toHaveLength(1);
    expect(again.actions.filter(({ type }) => type === "volume.remove")).toEqual([]);
    await applied(driver, wanting("work-1"));
    expect(volumesOf(driver).sort()).toEqual(["theirs", "work-1"]);
  });

  it("is removed along with its owner, also when volumes are kept", async () => {
    const driver = makeDriver();
    const state = wanting("work-1");
    await applied(driver, state);
    const made = planDelete(state.owners, await driver.observe(state));
    expect(made.actions.map(({ id }) => id)).toContain("volume.remove/work-1");
  });
});
