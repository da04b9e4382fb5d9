import { apply } from "../src/apply/apply.ts";
import type { ContainerSpec, DesiredState } from "../src/desired/desired-state.ts";
import { isHashikeError } from "../src/errors.ts";
import { plan } from "../src/plan/plan.ts";
import type { PlanOptions } from "../src/plan/plan-types.ts";
import { formatPlan } from "../src/plan/steps/format-plan.ts";
import {
  createMemoryDriver,
  desiredState,
  type MemoryContainer,
  type MemoryDriver,
} from "../src/testing/index.ts";

/** A driver whose engine has the image that containers of tests are made from, and nothing else. */
export function makeDriver(): MemoryDriver {
  const driver = createMemoryDriver();
  driver.engine.images.set("app:1", { id: "app-id", digests: [] });
  return driver;
}

/** As {@link makeDriver}; what is given was applied to it. */
export async function driverRunning(...specs: readonly ContainerSpec[]): Promise<MemoryDriver> {
  const driver = makeDriver();
  const desired = desiredState(specs);
  await apply(plan(desired, await driver.observe(desired)), driver);
  return driver;
}

/** What is to be done, as text. */
export async function planText(
  driver: MemoryDriver,
  desired: DesiredState,
  options?: PlanOptions,
): Promise<string> {
  return formatPlan(plan(desired, await driver.observe(desired), options));
}

/** Why nothing is to be done. @throws Error when the plan is not refused */
export async function refusal(driver: MemoryDriver, desired: DesiredState, options?: PlanOptions) {
  try {
    plan(desired, await driver.observe(desired), options);
  } catch (error) {
    if (isHashikeError(error) && error.code === "PLAN_BLOCKED") return error.diagnostics;
    throw error;
  }
  throw new Error("the plan was not refused");
}

/** Puts a running container on the engine that Hashike did not make, but for what the fields say. */
export function addContainer(
  driver: MemoryDriver,
  fields: Partial<MemoryContainer> & { readonly name: string },
): void {
  driver.engine.containers.set(`id-${fields.name}`, {
    id: `id-${fields.name}`,
    ownership: { kind: "foreign" },
    state: "running",
    exitCode: 0,
    createdAtSeconds: 0,
    image: "postgres:16",
    imageId: "pg",
    networks: [],
    ports: [],
    lines: [],
    ...fields,
  });
}
