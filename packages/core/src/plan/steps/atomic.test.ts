import { expect, it } from "vitest";
import { makeDriver } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { DesiredState } from "../../desired/desired-state.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import type { Action } from "./action.ts";

const names = ["api", "store", "web"];

const version = (value: string): DesiredState =>
  desiredState(
    names.map((name, i) =>
      containerSpec({
        name,
        env: [{ name: "VERSION", value }],
        ports: [{ containerPort: 80, hostPort: 8000 + i, hostIp: "", protocol: "tcp" }],
      }),
    ),
  );

async function running() {
  const driver = makeDriver();
  await apply(plan(version("1"), await driver.observe(version("1"))), driver);
  return driver;
}

/** All that must have happened before an action, by its id. */
function beforeOf(actions: readonly Action[]): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>();
  for (const { id, dependsOn } of actions) {
    before.set(id, new Set(dependsOn.flatMap((other) => [other, ...(before.get(other) ?? [])])));
  }
  return before;
}

it("an atomic plan disturbs nothing before all is ready, and ends nothing before all is switched", async () => {
  const driver = await running();
  const { actions } = plan(version("2"), await driver.observe(version("2")), { atomic: true });
  const before = beforeOf(actions);
  for (const name of names) {
    for (const other of names) {
      expect(before.get(`container.switch/${name}`)).toContain(`container.wait/${other}`);
      expect(before.get(`container.stop/${name}`)).toContain(`container.rename/${other}:promote`);
    }
  }
});
