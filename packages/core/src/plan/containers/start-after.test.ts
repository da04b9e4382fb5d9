import { describe, expect, it } from "vitest";
import { driverRunning, makeDriver, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import { containerSpec, desiredState, findByName } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const db = containerSpec({ name: "db" });
const web = { ...containerSpec({ name: "web" }), startAfter: ["db"] };
const both = { ...desiredState([db, web]), containers: [db, web] };
const changed = <T extends typeof db>(spec: T): T => ({ ...spec, env: [{ name: "REVISION", value: "2" }] });
const wanting = (...containers: readonly (typeof db)[]) => ({ ...desiredState(containers), containers });

describe("a container that starts after another one", () => {
  it("is created when that one is ready, also with --no-wait", async () => {
    for (const wait of [true, false]) {
      expect(await planText(makeDriver(), both, { wait })).toContain(
        "[container.wait/db, network.create/hashike] -> container.create/web",
      );
    }
  });

  it("is not created when that one does not get ready", async () => {
    const driver = makeDriver();
    driver.engine.behave = () => ({ state: "exited", exitCode: 1 });
    const result = await apply(plan(both, await driver.observe(both)), driver);
    expect(result.skipped.map((s) => s.actionId)).toContain("container.create/web");
    expect(findByName(driver.engine, "web")).toBeUndefined();
  });

  it("waits for one that is there already, and with which nothing is done", async () => {
    const driver = await driverRunning(db);
    const text = await planText(driver, both);
    expect(text).toContain("[] -> container.wait/db:needed");
    expect(text).toContain("[container.wait/db:needed] -> container.create/web");
  });

  it("is left alone when only that one changes", async () => {
    const driver = await driverRunning(db, web);
    const made = plan(wanting(changed(db), web), await driver.observe(both));
    expect(made.changes.map(({ target }) => target.name)).toEqual(["db"]);
  });

  it("changes after that one when both change", async () => {
    const driver = await driverRunning(db, web);
    expect(await planText(driver, wanting(changed(db), changed(web)))).toMatch(
      /\[.*container\.rename\/db:promote.*\] -> container\.create\/web /,
    );
  });

  it("plans nothing when both are as wanted", async () => {
    expect(await planText(await driverRunning(db, web), both)).toBe("");
  });

  it("makes no circle with --atomic, where all are ready before anything is switched", async () => {
    const store = containerSpec({
      name: "store",
      ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" }],
    });
    const driver = await driverRunning(store, web);
    const wanted = wanting(changed(store), db, changed(web));
    const result = await apply(plan(wanted, await driver.observe(wanted), { atomic: true }), driver);
    expect(result.status).toBe("done");
  });
});
