import { describe, expect, it } from "vitest";
import { driverRunning, makeDriver, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { formatPlan } from "../steps/format-plan.ts";

describe("init containers", () => {
  const migrate = containerSpec({ name: "migrate", role: "init", restartPolicy: "Never" });
  const web = containerSpec({ name: "web" });

  it("runs again what failed, in place, and then the rest", async () => {
    const driver = makeDriver();
    const usual = driver.engine.behave;
    driver.engine.behave = (spec) => (spec.role === "init" ? { state: "exited", exitCode: 1 } : usual(spec));
    const desired = desiredState([migrate, web]);
    await apply(plan(desired, await driver.observe(desired)), driver);
    expect(await planText(driver, desired, { retryFailed: true })).toBe(
      [
        "[] -> container.start/migrate (did not complete before)",
        "[container.start/migrate] -> container.wait/migrate (did not complete before)",
        "[container.wait/migrate] -> container.create/web (missing)",
        "    undo: container.remove/web:undo",
        "[container.create/web] -> container.start/web (missing)",
        "[container.start/web] -> container.wait/web (missing)",
        "[container.wait/migrate] -> revision.note/migrate (did not complete before)",
        "failure of container/migrate -> revision.note/migrate:failed",
        "failure of container/web -> revision.note/web:failed",
        "",
      ].join("\n"),
    );
  });

  it("replaces what comes after a changed one, because it runs again", async () => {
    const driver = await driverRunning(migrate, web);
    const text = await planText(driver, desiredState([{ ...migrate, args: ["v2"] }, web]));
    expect(text).toContain('container.remove/migrate:previous (args: (none) -> ["v2"])');
    expect(text).toContain(
      "[container.wait/migrate] -> container.create/web (init container migrate runs before it)",
    );
  });

  it("leaves alone what comes after one that was taken out of the manifest", async () => {
    const driver = await driverRunning(migrate, web);
    const text = await planText(driver, desiredState([web]));
    expect(text).toBe("[] -> container.remove/migrate:orphan (no longer wanted)\n");
  });

  it("replaces what comes after one whose image was rebuilt, also when the apply was cut in between", async () => {
    const driver = await driverRunning(migrate, web);
    driver.engine.images.set("app:1", { id: "app-id", digests: [] });
    const other = containerSpec({ ...migrate, image: "tool:1" });
    driver.engine.images.set("tool:1", { id: "tool-1", digests: [] });
    const desired = desiredState([other, web]);
    await apply(plan(desired, await driver.observe(desired)), driver);
    driver.engine.images.set("tool:1", { id: "tool-2", digests: [] });
    const made = plan(desired, await driver.observe(desired));
    expect(formatPlan(made)).toContain("container.create/web (init container migrate runs before it)");
    const cut = { ...made, actions: made.actions.filter((a) => a.target.name === "migrate") };
    await apply({ ...cut, changes: [] }, driver);
    expect(await planText(driver, desired)).toContain(
      "container.create/web (init container migrate runs before it)",
    );
  });
});
