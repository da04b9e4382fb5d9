import { describe, expect, it } from "vitest";
import { makeDriver, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec, DesiredState } from "../../desired/desired-state.ts";
import { withSandbox } from "../../kinds/container/build/with-sandbox.ts";
import {
  containerSpec,
  desiredState,
  findByName,
  type MemoryDriver,
  restartEngine,
} from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";

const web = containerSpec({
  name: "web",
  ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" }],
});
const log = containerSpec({ name: "log" });
const changed = (spec: ContainerSpec): ContainerSpec => ({
  ...spec,
  env: [{ name: "REVISION", value: "2" }],
});

function pod(...specs: readonly ContainerSpec[]): DesiredState {
  const { containers = [] } = withSandbox({ containers: desiredState(specs).containers }, { name: "pod" });
  const state = desiredState(specs);
  const sandboxImage = { reference: "hashike://pause", scheme: "hashike", policy: "IfNotPresent" } as const;
  return { ...state, containers, images: [...state.images, sandboxImage] };
}

async function running(...specs: readonly ContainerSpec[]): Promise<MemoryDriver> {
  const driver = makeDriver();
  driver.engine.images.set("hashike://pause", { id: "pause-id", digests: [] });
  await applied(driver, pod(...specs));
  return driver;
}

async function applied(driver: MemoryDriver, state: DesiredState): Promise<void> {
  const result = await apply(plan(state, await driver.observe(state)), driver);
  expect(result.failed).toEqual([]);
}

async function changesOf(driver: MemoryDriver, state: DesiredState): Promise<readonly string[]> {
  return plan(state, await driver.observe(state)).changes.map(({ kind, target }) => `${kind} ${target.name}`);
}

describe("the containers of a pod", () => {
  it("are created after their sandbox, which has their networks and ports", async () => {
    const driver = await running(web, log);
    const sandbox = findByName(driver.engine, "pod");
    expect(sandbox).toMatchObject({ networks: [{ network: "hashike" }], ports: [{ hostPort: 8000 }] });
    expect(findByName(driver.engine, "web")).toMatchObject({
      sandboxId: sandbox?.id,
      networks: [],
      ports: [],
    });
    expect(await planText(driver, pod(web, log))).toBe("");
  });

  it("are all replaced when one of them changes, and nothing is switched before all are ready", async () => {
    const driver = await running(web, log);
    const made = plan(pod(changed(web), log), await driver.observe(pod(web, log)));
    expect(made.changes.map(({ kind, target }) => `${kind} ${target.name}`)).toEqual([
      "replace log",
      "replace pod",
      "replace web",
    ]);
    const barrier = made.actions.find((a) => a.type === "container.wait" && a.until.kind === "barrier");
    expect(barrier?.dependsOn).toEqual(
      expect.arrayContaining(["container.wait/log", "container.wait/pod", "container.wait/web"]),
    );
    const ids = made.actions.map(({ id }) => id);
    expect(ids.indexOf("container.switch/pod")).toBeGreaterThan(ids.indexOf(barrier?.id ?? ""));
  });

  it("run again, without being made anew, when their sandbox was started again", async () => {
    const driver = await running(web, log);
    const sandbox = findByName(driver.engine, "pod");
    if (sandbox === undefined) throw new Error("no sandbox");
    driver.engine.starts += 1;
    sandbox.startedAtSeconds = driver.engine.nowSeconds + driver.engine.starts / 1_000_000;
    const before = findByName(driver.engine, "web")?.id;
    expect(await planText(driver, pod(web, log))).toContain(
      "container.stop/web (pod, the sandbox of its pod, has started again with another network)",
    );
    expect(await changesOf(driver, pod(web, log))).toEqual(["update log", "update web"]);
    await applied(driver, pod(web, log));
    expect(findByName(driver.engine, "web")?.id).toBe(before);
    expect(await planText(driver, pod(web, log))).toBe("");
  });

  it("come back when the engine started them before their sandbox", async () => {
    const driver = await running(web, log);
    const { containers } = driver.engine;
    const sandbox = findByName(driver.engine, "pod");
    if (sandbox === undefined) throw new Error("no sandbox");
    // The engine takes them in this order.
    containers.delete(sandbox.id);
    containers.set(sandbox.id, sandbox);
    restartEngine(driver.engine);
    expect(findByName(driver.engine, "web")?.state).toBe("exited");
    await applied(driver, pod(web, log));
    expect(findByName(driver.engine, "web")?.state).toBe("running");
    expect(await planText(driver, pod(web, log))).toBe("");
  });

  it("are made anew when their sandbox is gone; one that is gone alone is made in the sandbox that is there", async () => {
    const driver = await running(web, log);
    driver.engine.containers.delete(findByName(driver.engine, "log")?.id ?? "");
    expect(await changesOf(driver, pod(web, log))).toEqual(["create log"]);
    await applied(driver, pod(web, log));
    driver.engine.containers.delete(findByName(driver.engine, "pod")?.id ?? "");
    expect(await changesOf(driver, pod(web, log))).toEqual(["replace log", "create pod", "replace web"]);
  });

  it("have their init containers run once more in a new sandbox", async () => {
    const init = containerSpec({ name: "init", role: "init", restartPolicy: "OnFailure" });
    const driver = await running(init, web, log);
    expect(await planText(driver, pod(init, web, log))).toBe("");
    expect(await changesOf(driver, pod(init, changed(web), log))).toContain("replace init");
  });

  it("are stopped before their sandbox when they are removed", async () => {
    const driver = await running(web, log);
    const state = pod(web, log);
    const made = planDelete(state.owners, await driver.observe(state));
    const stop = made.actions.find((a) => a.id === "container.stop/pod");
    expect(stop?.dependsOn).toEqual(expect.arrayContaining(["container.remove/log", "container.remove/web"]));
  });

  it("are held back together while one of them is", async () => {
    const driver = await running(web, log);
    driver.engine.behave = (spec) =>
      spec.env.length > 0 ? { state: "running", readiness: "never" } : { state: "running" };
    const wanted = pod(changed(web), log);
    await apply(plan(wanted, await driver.observe(wanted)), driver);
    const again = plan(wanted, await driver.observe(wanted));
    expect(again.heldBack.map(({ target }) => target.name).sort()).toEqual(["web"]);
    expect(again.actions).toEqual([]);
  });
});
