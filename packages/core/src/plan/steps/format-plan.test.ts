import { describe, expect, it } from "vitest";
import { driverRunning } from "../../../test/planning.ts";
import { containerSpec, desiredState, findByName } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { describeChanges } from "./format-plan.ts";

describe("describeChanges", () => {
  it("tells changes with symbols and reasons", async () => {
    const driver = await driverRunning(
      containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "test" }] }),
      containerSpec({ name: "store" }),
      containerSpec({ name: "api" }),
    );
    Object.assign(findByName(driver.engine, "api") ?? {}, { state: "exited" });
    const desired = desiredState([
      containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "prod" }] }),
      containerSpec({ name: "api" }),
      containerSpec({ name: "new" }),
    ]);
    expect(describeChanges(plan(desired, await driver.observe(desired)))).toEqual([
      {
        symbol: "~",
        title: "container api will be updated in place",
        details: ['changed by hand: state: "exited" -> "running"'],
      },
      { symbol: "+", title: "container new will be created", details: [] },
      { symbol: "-", title: "container store will be removed", details: ["no longer wanted"] },
      {
        symbol: "-/+",
        title: "container web will be replaced",
        details: ['env.MY_ENV: "test" -> "prod"', "how: the new one becomes ready beside the old one"],
      },
    ]);
  });
});
