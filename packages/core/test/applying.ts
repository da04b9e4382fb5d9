import { expect } from "vitest";
import { apply } from "../src/apply/apply.ts";
import { HashikeError } from "../src/errors.ts";
import { plan } from "../src/plan/plan.ts";
import type { Action } from "../src/plan/steps/action.ts";
import { containerSpec, createMemoryDriver, createMemoryEngine, desiredState } from "../src/testing/index.ts";

export const web = containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "test" }] });
export const changed = containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "prod" }] });
export const onPort = (spec: typeof web) => ({
  ...spec,
  ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" as const }],
});
export const onData = (spec: typeof web) => ({
  ...spec,
  mounts: [{ type: "volume" as const, volume: "data", target: "/data", readOnly: false }],
});
export const store = containerSpec({ name: "store", image: "db:1" });

export function makeEngine() {
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  engine.images.set("db:1", { id: "db-id", digests: [] });
  return engine;
}

/** A driver whose engine runs the given specs already, and that fails where told. */
export async function running(
  specs: Parameters<typeof desiredState>[0],
  beforeExecute?: (action: Action) => void,
) {
  let armed = false;
  const driver = createMemoryDriver({
    engine: makeEngine(),
    beforeExecute: (action) => {
      if (armed) beforeExecute?.(action);
    },
  });
  const desired = desiredState(specs);
  const first = await apply(plan(desired, await driver.observe(desired)), driver);
  expect(first.status).toBe("done");
  armed = true;
  return driver;
}

export async function applyTo(
  driver: ReturnType<typeof createMemoryDriver>,
  specs: Parameters<typeof desiredState>[0],
  options: Parameters<typeof apply>[2] = {},
) {
  const desired = desiredState(specs);
  return apply(plan(desired, await driver.observe(desired)), driver, options);
}

export function failOn(id: string) {
  return (action: Action) => {
    if (action.id === id) throw new HashikeError("DRIVER_ENGINE_ERROR", `no ${id} today`);
  };
}

export const names = (targets: readonly { readonly name: string }[]) => targets.map((t) => t.name);
