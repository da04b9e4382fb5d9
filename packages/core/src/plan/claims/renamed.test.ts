import { describe, expect, it } from "vitest";
import { driverRunning } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import { type ContainerSpec, type DesiredState, ownerKey } from "../../desired/desired-state.ts";
import {
  containerSpec,
  createFaultyDriver,
  desiredState,
  findByName,
  type MemoryDriver,
} from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { describeChanges } from "../steps/format-plan.ts";

type Fields = Partial<ContainerSpec>;

const port: Fields = { ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" }] };
const data = (fields: { readonly shareable?: true; readonly readOnly?: true } = {}): Fields => ({
  mounts: [{ type: "volume", volume: "data", target: "/data", readOnly: false, ...fields }],
});
const named = (name: string, fields: Fields) => containerSpec({ name, ...fields });

async function planned(driver: MemoryDriver, desired: DesiredState) {
  return plan(desired, await driver.observe(desired), { retryFailed: true });
}

const namesOn = ({ engine }: MemoryDriver) => [...engine.containers.values()].map((c) => c.name).sort();

describe("a container that has another name in the manifest now", () => {
  it("passes its host port on to the new one by a switch, and is no accident", async () => {
    const driver = await driverRunning(named("old", port));
    const desired = desiredState([named("new", port)]);
    const made = await planned(driver, desired);
    expect(describeChanges(made)).toMatchObject([
      {
        symbol: "-/+",
        title: "container new will be replaced",
        details: ["its name was old", expect.any(String)],
      },
    ]);
    expect(made.changes).toMatchObject([{ rollout: { rung: "switch" } }]);
    expect((await apply(made, driver)).status).toBe("done");
    expect(namesOn(driver)).toEqual(["new"]);
    expect((await planned(driver, desired)).actions).toEqual([]);
  });

  it("is stopped first where both would write to the same data", async () => {
    const driver = await driverRunning(named("old", data()));
    const { changes } = await planned(driver, desiredState([named("new", data())]));
    expect(changes).toMatchObject([{ kind: "replace", rollout: { rung: "stop-first" } }]);
  });

  it("serves beside the new one where both may write", async () => {
    const driver = await driverRunning(named("old", data({ shareable: true })));
    const { changes } = await planned(driver, desiredState([named("new", data({ shareable: true }))]));
    expect(changes).toMatchObject([{ kind: "replace", rollout: { rung: "side-by-side" } }]);
  });

  it("serves on under its own name when the new one fails", async () => {
    for (const fields of [port, data()]) {
      const driver = await driverRunning(named("old", fields));
      driver.engine.behave = (spec) => ({
        state: "running",
        readiness: spec.name === "new" ? "never" : "ready",
      });
      const desired = desiredState([named("new", fields)]);
      for (let tries = 0; tries < 2; tries += 1) {
        expect((await apply(await planned(driver, desired), driver)).status).toBe("failed");
        expect(namesOn(driver)).toEqual(["old"]);
        expect(findByName(driver.engine, "old")).toMatchObject({ state: "running" });
      }
    }
  });

  it("has a successor after the next apply, wherever one was cut off, and somebody all the time", async () => {
    for (const fields of [port, data()]) {
      const desired = desiredState([named("new", fields)]);
      for (let at = 0; ; at += 1) {
        const driver = await driverRunning(named("old", fields));
        const whole = (await planned(driver, desired)).actions.length;
        const faulty = createFaultyDriver(driver, { crashAfter: at });
        await apply(await planned(driver, desired), faulty);
        const up = [...driver.engine.containers.values()].filter((c) => c.state === "running");
        if (fields === port) expect(up.length, `killed after ${at}`).toBeGreaterThan(0);
        expect((await apply(await planned(driver, desired), driver)).status, `killed after ${at}`).toBe(
          "done",
        );
        expect(namesOn(driver), `killed after ${at}`).toEqual(["new"]);
        expect(findByName(driver.engine, "new")).toMatchObject({ state: "running" });
        if (at >= whole) break;
      }
    }
  });

  it("is removed as ever when another container of its old name is wanted", async () => {
    const driver = await driverRunning(named("old", port));
    const other = { ...named("old", {}), owner: { kind: "Hashike", namespace: "default", name: "other" } };
    const desired = desiredState([named("new", port), other]);
    const made = plan(desired, await driver.observe(desired), { allowDestroy: true });
    expect(made.changes.filter((c) => c.kind === "replace")).toEqual([]);
    expect((await apply(made, driver)).status).toBe("done");
    const owners = [...driver.engine.containers.values()].map(
      ({ name, ownership }) =>
        `${name} of ${ownership.kind === "owned" ? ownerKey(ownership.owner) : "nobody"}`,
    );
    expect(owners.sort()).toEqual(["new of Hashike/default/app", "old of Hashike/default/other"]);
  });

  it("is only looked for where something is taken over: the same image alone makes a new one", async () => {
    const driver = await driverRunning(named("old", {}));
    const { changes } = await planned(driver, desiredState([named("new", {})]));
    expect(changes.map(({ kind, target }) => `${kind} ${target.name}`)).toEqual(["create new", "remove old"]);
  });
});
