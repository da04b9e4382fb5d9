import { expect, it } from "vitest";
import { driverRunning } from "../../../test/planning.ts";
import { containerSpec, desiredState, findByName } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const revision = (value: string) => containerSpec({ name: "web", env: [{ name: "REVISION", value }] });

it("an old container that restarts again and again is stopped first, as the engine would not rename it", async () => {
  const driver = await driverRunning(revision("1"));
  const old = findByName(driver.engine, "web");
  if (old === undefined) throw new Error("web is gone");
  const desired = desiredState([revision("2")]);
  const rollout = async () => plan(desired, await driver.observe(desired)).changes[0]?.rollout;
  expect(await rollout()).toEqual({ rung: "side-by-side" });
  old.state = "restarting";
  expect(await rollout()).toEqual({ rung: "stop-first", reason: "the old one restarts again and again" });
});

it.each([
  ["of the new one", {}, { hostNetwork: true, networks: [] }],
  ["of the old one", { hostNetwork: true, networks: [] }, {}],
] as const)(
  "the host's network %s stops the old one first: both would listen on the same ports",
  async (_, before, after) => {
    const driver = await driverRunning({ ...revision("1"), ...before });
    const desired = desiredState([{ ...revision("2"), ...after }]);
    const { changes } = plan(desired, await driver.observe(desired));
    const change = changes.find(({ target }) => target.kind === "container");
    expect(change?.rollout).toEqual({
      rung: "stop-first",
      reason: "a container on the host's network may hold its ports",
    });
  },
);
