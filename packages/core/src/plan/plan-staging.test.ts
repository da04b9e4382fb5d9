import { expect, it } from "vitest";
import { makeDriver } from "../../test/planning.ts";
import { apply } from "../apply/apply.ts";
import type { ContainerSpec } from "../desired/desired-state.ts";
import { containerSpec, createMemoryDriver, desiredState } from "../testing/index.ts";
import { plan } from "./plan.ts";

const withPort = (name: string, hostPort: number, value: string) =>
  containerSpec({
    name,
    env: [{ name: "VERSION", value }],
    ports: [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }],
  });
const version = (value: string): readonly ContainerSpec[] => [
  withPort("door", 8000, value),
  containerSpec({ name: "web", env: [{ name: "VERSION", value }] }),
];

it("a container that is replaced as well is not gone before it was to join the staging network", async () => {
  const driver = makeDriver();
  const planFor = async (value: string) => {
    const desired = desiredState(version(value));
    return plan(desired, await driver.observe(desired));
  };
  await apply(await planFor("1"), driver);
  const { actions } = await planFor("2");
  const removal = actions.find((a) => a.id === "container.remove/web:retired");
  expect(removal?.dependsOn).toContain("container.connect/web:staging");
});

it.each([false, true])(
  "one that is to pass its host port on leaves the staging network before (atomic: %s)",
  async (atomic) => {
    const driver = makeDriver();
    const { engine } = driver;
    const planFor = async (value: string) => {
      const desired = desiredState([withPort("door", 8000, value), withPort("gate", 8001, value)]);
      return plan(desired, await driver.observe(desired), { atomic });
    };
    await apply(await planFor("1"), driver);
    const made = await planFor("2");
    const networksAtSwitch: string[][] = [];
    const watching = createMemoryDriver({
      engine,
      beforeExecute: (action) => {
        if (action.type !== "container.switch" || !("id" in action.from.container)) return;
        networksAtSwitch.push(
          engine.containers.get(action.from.container.id)?.networks.map((n) => n.network) ?? [],
        );
      },
    });
    expect((await apply(made, watching)).status).toBe("done");
    expect(watching.executed).toEqual(
      expect.arrayContaining(["container.connect/door:staging", "container.connect/gate:staging"]),
    );
    expect(networksAtSwitch).toEqual([["hashike"], ["hashike"]]);
  },
);
