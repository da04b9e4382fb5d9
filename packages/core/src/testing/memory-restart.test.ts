import { expect, it } from "vitest";
import { apply } from "../apply/apply.ts";
import type { ContainerSpec } from "../desired/desired-state.ts";
import { plan } from "../plan/plan.ts";
import { containerSpec, createMemoryDriver, desiredState, restartEngine } from "./index.ts";

const policies = ["Always", "OnFailure", "Never"] as const;

/** What each is after the restart, when it was so before. */
async function after(state: "running" | "created" | "exited", how: Parameters<typeof restartEngine>[1] = {}) {
  const driver = createMemoryDriver();
  const { engine } = driver;
  engine.images.set("app:1", { id: "app-id", digests: [] });
  const named = (restartPolicy: ContainerSpec["restartPolicy"]) =>
    containerSpec({ name: restartPolicy.toLowerCase(), restartPolicy });
  const desired = desiredState(policies.map(named));
  await apply(plan(desired, await driver.observe(desired)), driver);
  for (const container of engine.containers.values()) container.state = state;
  restartEngine(engine, how);
  return Object.fromEntries([...engine.containers.values()].map((c) => [c.name, c.state]));
}

// As Docker 26.1 does; for created ones see the option.
it("starts what its restart policy asks for, also what somebody stopped", async () => {
  expect(await after("running")).toEqual({ always: "running", onfailure: "running", never: "exited" });
  expect(await after("exited")).toEqual({ always: "running", onfailure: "exited", never: "exited" });
  expect(await after("created")).toEqual({ always: "created", onfailure: "created", never: "created" });
});

it("leaves what runs, or starts what was created, where it is asked to", async () => {
  const all = { always: "running", onfailure: "running", never: "running" };
  expect(await after("running", { keepsRunning: true })).toEqual(all);
  expect(await after("created", { startsCreated: true })).toMatchObject({ always: "running" });
});
