import { expect, it } from "vitest";
import { driverRunning } from "../../../test/planning.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

/** What does not work of a container that is as wanted, and was found like this. */
async function troubled(found: Partial<ObservedContainer>, more: Partial<ContainerSpec> = {}) {
  const spec = containerSpec({ name: "web", ...more });
  const driver = await driverRunning(spec);
  const desired = desiredState([spec]);
  const observed = await driver.observe(desired);
  const containers = observed.containers.map((c) => ({ ...c, ...found }));
  const made = plan(desired, { ...observed, containers });
  expect(made.changes).toEqual([]);
  return made.troubled.map(({ target: _target, id: _id, ...trouble }) => trouble);
}

const nowSeconds = 1_000_000;

it("a container that restarts again and again does not work, also while it runs for a moment", async () => {
  expect(await troubled({ state: "restarting", exitCode: 7, restarts: 12 })).toEqual([
    { state: "restarting", exitCode: 7, restarts: 12 },
  ]);
  expect(await troubled({ restarts: 1, startedAtSeconds: nowSeconds - 3 })).toEqual([
    { state: "restarting", restarts: 1 },
  ]);
});

it("a container that was restarted long ago, or was only started, works", async () => {
  expect(await troubled({ restarts: 5, startedAtSeconds: nowSeconds - 60 })).toEqual([]);
  expect(await troubled({ restarts: 0, startedAtSeconds: nowSeconds - 1 })).toEqual([]);
  expect(await troubled({})).toEqual([]);
});

it("a container whose health check fails does not work", async () => {
  expect(await troubled({ isUnhealthy: true })).toEqual([{ state: "unhealthy" }]);
});

it("a job that ended with an error did not work, and one that ended with 0 did", async () => {
  const job = { restartPolicy: "Never" } as const;
  expect(await troubled({ state: "exited", exitCode: 3 }, job)).toEqual([{ state: "exited", exitCode: 3 }]);
  expect(await troubled({ state: "exited", exitCode: 0, exitedZero: true }, job)).toEqual([]);
});
