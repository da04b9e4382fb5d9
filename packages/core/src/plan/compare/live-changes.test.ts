import { describe, expect, it } from "vitest";
import { makeDriver } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import { containerSpec, desiredState, findByName } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const mebibyte = 1024 * 1024;
const limited = (memoryLimitBytes: number, fields: Partial<ContainerSpec> = {}) =>
  containerSpec({ name: "web", resources: { memoryLimitBytes }, ...fields });

async function running(spec: ContainerSpec) {
  const driver = makeDriver();
  const step = async (wanted: ContainerSpec, options: Parameters<typeof plan>[2] = {}) => {
    const desired = desiredState([wanted]);
    const made = plan(desired, await driver.observe(desired), options);
    const result = await apply(made, driver);
    expect(result.status).toBe("done");
    return made;
  };
  await step(spec);
  const web = () => findByName(driver.engine, "web");
  return { step, web, driver };
}

describe("what can be changed on a running container", () => {
  it("is changed there, and is not changed again by the next apply", async () => {
    const { step, web } = await running(limited(64 * mebibyte));
    const id = web()?.id;
    const made = await step(limited(128 * mebibyte));
    expect(made.changes).toMatchObject([
      {
        kind: "update",
        rollout: { rung: "update" },
        cause: {
          kind: "changed",
          changes: [{ path: "resources.memoryLimitBytes", from: 64 * mebibyte, to: 128 * mebibyte }],
        },
      },
    ]);
    expect(made.actions.map((a) => a.id)).toEqual(["container.update/web", "record.note/web"]);
    expect(web()?.id).toBe(id);
    expect((await step(limited(128 * mebibyte))).changes).toEqual([]);
  });

  it("is told as drift when a hand changed it, with the values, and put right", async () => {
    const { step, web, driver } = await running(limited(64 * mebibyte));
    const byHand = () => {
      const container = web();
      if (container?.spec === undefined) throw new Error("web is gone");
      container.settings = { ...container.spec, resources: { memoryLimitBytes: 32 * mebibyte } };
    };
    byHand();
    const reported = await step(limited(64 * mebibyte), { onDrift: "report" });
    expect(reported.changes).toEqual([]);
    expect(reported.notices.map((n) => n.message)).toEqual([
      "container web is left as it is: changed by hand: resources.memoryLimitBytes: 33554432 -> 67108864",
    ]);
    const made = await step(limited(64 * mebibyte));
    expect(made.changes).toMatchObject([
      { kind: "update", cause: { kind: "drift", changes: [{ from: 32 * mebibyte, to: 64 * mebibyte }] } },
    ]);
    expect(web()?.settings?.resources).toEqual({ memoryLimitBytes: 64 * mebibyte });
    expect(driver.engine.containers.size).toBe(1);
  });

  it("is what was last applied from then on: to go back is no drift, and a hand is told as one", async () => {
    const { step, web, driver } = await running(limited(64 * mebibyte));
    await step(limited(128 * mebibyte));
    const container = web();
    if (container?.settings === undefined) throw new Error("web was not updated");
    container.settings = { ...container.settings, resources: { memoryLimitBytes: 32 * mebibyte } };
    const reported = await step(limited(128 * mebibyte), { onDrift: "report" });
    expect(reported.changes).toEqual([]);
    expect(reported.notices.map((n) => n.message)).toEqual([
      "container web is left as it is: changed by hand: resources.memoryLimitBytes: 33554432 -> 134217728",
    ]);
    const back = await step(limited(64 * mebibyte), { onDrift: "report" });
    expect(back.changes).toMatchObject([{ kind: "update", cause: { kind: "changed" } }]);
    expect(driver.engine.records.size).toBe(1);
  });

  it("is noted only, when a hand was there before the manifest", async () => {
    const { step, web, driver } = await running(limited(64 * mebibyte));
    const container = web();
    if (container?.spec === undefined) throw new Error("web is gone");
    container.settings = { ...container.spec, resources: { memoryLimitBytes: 128 * mebibyte } };
    const made = await step(limited(128 * mebibyte));
    expect(made.changes).toEqual([]);
    expect(made.actions.map((a) => a.id)).toEqual(["record.note/web"]);
    expect((await step(limited(128 * mebibyte))).actions).toEqual([]);
    const back = await step(limited(64 * mebibyte), { onDrift: "report" });
    expect(back.changes).toMatchObject([{ kind: "update", cause: { kind: "changed" } }]);
    expect(driver.engine.containers.size).toBe(1);
  });

  it("is forgotten with its container", async () => {
    const { step, driver } = await running(limited(64 * mebibyte));
    await step(limited(128 * mebibyte));
    const replaced = await step(limited(128 * mebibyte, { args: ["-v"] }));
    expect(replaced.actions.at(-1)).toMatchObject({
      id: "record.note/web:forget",
      dependsOn: ["container.remove/web:retired"],
    });
    expect(driver.engine.records.size).toBe(0);
    await step(limited(64 * mebibyte, { args: ["-v"] }));
    driver.engine.containers.clear();
    await step(limited(64 * mebibyte, { args: ["-v"] }));
    expect(driver.engine.records.size).toBe(0);
  });

  it("needs a new container when a limit is taken away", async () => {
    const { step } = await running(limited(64 * mebibyte));
    const made = await step(containerSpec({ name: "web" }));
    expect(made.changes).toMatchObject([{ kind: "replace", rollout: { rung: "side-by-side" } }]);
  });

  it("waits for the new container when something else changes too", async () => {
    const { step, web } = await running(limited(64 * mebibyte));
    const made = await step(limited(128 * mebibyte, { args: ["-v"] }));
    expect(made.changes.map((c) => c.kind)).toEqual(["replace"]);
    expect(web()?.spec?.resources).toEqual({ memoryLimitBytes: 128 * mebibyte });
  });

  it("is joined and left, when it is a network", async () => {
    const { step, web } = await running(containerSpec({ name: "web", networks: ["hashike", "front"] }));
    const id = web()?.id;
    const made = await step(containerSpec({ name: "web", networks: ["hashike", "back"] }));
    expect(made.changes.filter((c) => c.target.kind === "container")).toMatchObject([
      { kind: "update", rollout: { rung: "connect" }, cause: { kind: "changed" } },
    ]);
    expect(web()).toMatchObject({ id });
    expect(web()?.networks.map((n) => n.network)).toEqual(["hashike", "back"]);
    expect((await step(containerSpec({ name: "web", networks: ["hashike", "back"] }))).changes).toEqual([]);
  });
});
