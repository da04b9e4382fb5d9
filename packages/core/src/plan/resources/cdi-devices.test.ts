import { expect, it } from "vitest";
import { makeDriver } from "../../../test/planning.ts";
import { isHashikeError } from "../../errors.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const origin = { file: "m.yml", line: 7, column: 5 };
const desired = desiredState([
  containerSpec({
    name: "plain",
    devices: [{ hostPath: "/dev/a", containerPath: "/dev/a", permissions: "r" }],
  }),
  containerSpec({ name: "web", devices: [{ cdi: "vendor.com/gpu=all" }], origin }),
]);

it("a device by CDI refuses the plan, in its place, on an engine that does not know CDI", async () => {
  const observed = await makeDriver().observe(desired);
  const engine = { ...observed.engine, apiVersion: "1.43", lacksCdi: true };
  try {
    plan(desired, { ...observed, engine });
    expect.unreachable();
  } catch (error) {
    if (!isHashikeError(error)) throw error;
    expect(error.diagnostics.map(({ path, message, at }) => [path, message, at])).toEqual([
      ["container web", expect.stringContaining("it speaks API 1.43, and CDI came with 1.44"), origin],
    ]);
  }
});

it("a device by CDI is the engine's to judge where it may know CDI", async () => {
  const observed = await makeDriver().observe(desired);
  expect(plan(desired, observed).actions.map((a): string => a.id)).toContain("container.create/web");
});
