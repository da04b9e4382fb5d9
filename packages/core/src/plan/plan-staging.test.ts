import { expect, it } from "vitest";
import { apply } from "../apply/apply.ts";
import type { ContainerSpec } from "../desired/desired-state.ts";
import { containerSpec, createMemoryDriver, createMemoryEngine, desiredState } from "../testing/index.ts";
import { plan } from "./plan.ts";

const version = (value: string): readonly ContainerSpec[] => [
  containerSpec({
    name: "door",
    env: [{ name: "VERSION", value }],
    ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" }],
  }),
  containerSpec({ name: "web", env: [{ name: "VERSION", value }] }),
];

it("a container that is replaced as well is not gone before it was to join the staging network", async () => {
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  const driver = createMemoryDriver({ engine });
  const planFor = async (value: string) => {
    const desired = desiredState(version(value));
    return plan(desired, await driver.observe(desired));
  };
  await apply(await planFor("1"), driver);
  const { actions } = await planFor("2");
  const removal = actions.find((a) => a.id === "container.remove/web:retired");
  expect(removal?.dependsOn).toContain("container.connect/web:staging");
});
