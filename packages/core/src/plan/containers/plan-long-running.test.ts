import { describe, expect, it } from "vitest";
import { addContainer, driverRunning, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import { containerSpec, desiredState, findByName, testOwner } from "../../testing/index.ts";
import { plan } from "../plan.ts";

describe("containers that ended by themselves", () => {
  it.each([
    ["Always", 0, true],
    ["OnFailure", 0, false],
    ["OnFailure", 1, true],
    ["Never", 0, false],
    ["Never", 1, false],
    ["UnlessStopped", 0, false],
  ] as const)(
    "restartPolicy %s, exit code %i: started again is %s",
    async (restartPolicy, exitCode, started) => {
      const driver = await driverRunning(containerSpec({ name: "web", restartPolicy }));
      Object.assign(findByName(driver.engine, "web") ?? {}, { state: "exited", exitCode });
      const text = await planText(driver, desiredState([containerSpec({ name: "web", restartPolicy })]));
      expect(text.includes("container.start/web")).toBe(started);
    },
  );
});

describe("what an interrupted apply left", () => {
  const changed = containerSpec({ name: "web", args: ["new"] });

  it("removes a candidate and begins again", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    const web = findByName(driver.engine, "web");
    addContainer(driver, {
      name: "web.hashike-new",
      specName: "web",
      ownership: { kind: "owned", owner: testOwner },
      state: "created",
    });
    const desired = desiredState([changed]);
    const result = await apply(plan(desired, await driver.observe(desired)), driver);
    expect(result.failed).toEqual([]);
    expect([...driver.engine.containers.values()].map((c) => c.name)).toEqual(["web"]);
    expect(findByName(driver.engine, "web")?.id).not.toBe(web?.id);
  });

  it("gives the old container its name back when it is all there is, and starts it", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    const web = findByName(driver.engine, "web");
    Object.assign(web ?? {}, { name: "web.hashike-old", state: "exited" });
    const desired = desiredState([containerSpec({ name: "web" })]);
    await apply(plan(desired, await driver.observe(desired)), driver);
    expect(findByName(driver.engine, "web")).toMatchObject({ id: web?.id, state: "running" });
  });

  it("removes the old container when the new one, in its place, is ready", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    addContainer(driver, {
      name: "web.hashike-old",
      specName: "web",
      ownership: { kind: "owned", owner: testOwner },
      state: "exited",
    });
    expect(await planText(driver, desiredState([containerSpec({ name: "web" })]))).toContain(
      "[container.wait/web:resume] -> container.remove/web.hashike-old:leftover (left by an interrupted apply)\n",
    );
  });
});

describe("sidecars", () => {
  it("are all waited for, also those before one that only changes in place", async () => {
    const proxy = (value: string) =>
      containerSpec({ name: "proxy", role: "sidecar", env: [{ name: "REVISION", value }] });
    const cache = (memoryLimitBytes: number) =>
      containerSpec({ name: "cache", role: "sidecar", resources: { memoryLimitBytes } });
    const main = (value: string) => containerSpec({ name: "web", env: [{ name: "REVISION", value }] });
    const driver = await driverRunning(proxy("1"), cache(64), main("1"));
    const desired = desiredState([proxy("2"), cache(128), main("2")]);
    const { actions } = plan(desired, await driver.observe(desired));
    expect(actions.find((a) => a.id === "container.create/web")?.dependsOn).toEqual([
      "container.rename/proxy:promote",
      "container.update/cache",
      "container.wait/proxy",
    ]);
  });
});
