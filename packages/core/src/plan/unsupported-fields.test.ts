import { expect, it } from "vitest";
import { driverRunning } from "../../test/planning.ts";
import { isHashikeError } from "../errors.ts";
import { containerSpec, desiredState } from "../testing/index.ts";
import { plan } from "./plan.ts";

it("what an engine would drop and say nothing refuses the plan, at the container that asks for it", async () => {
  const origin = { file: "m.yml", line: 7, column: 5 };
  const driver = await driverRunning(containerSpec({ name: "web" }));
  const check = { startPeriodMs: 1, startIntervalMs: 1 };
  const desired = desiredState([
    containerSpec({ name: "web", origin, healthCheck: check }),
    containerSpec({ name: "api", healthCheck: { startPeriodMs: 1 } }),
  ]);
  const observed = await driver.observe(desired);
  expect(() => plan(desired, observed)).not.toThrow();
  const unsupported = { "healthCheck.startIntervalMs": "needs API 1.44, and this engine has 1.41" };
  try {
    plan(desired, { ...observed, engine: { ...observed.engine, unsupported } });
    expect.unreachable();
  } catch (error) {
    expect(isHashikeError(error) && error.diagnostics).toEqual([
      expect.objectContaining({
        path: "container web",
        message: "healthCheck.startIntervalMs needs API 1.44, and this engine has 1.41",
        at: origin,
      }),
    ]);
  }
});
