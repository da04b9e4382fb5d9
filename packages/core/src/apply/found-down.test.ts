import { describe, expect, it } from "vitest";
import type { ContainerSpec } from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import { plan } from "../plan/plan.ts";
import type { PlanOptions } from "../plan/plan-types.ts";
import {
  containerSpec,
  createMemoryDriver,
  createMemoryEngine,
  desiredState,
  findByName,
  type MemoryEngine,
  restartEngine,
} from "../testing/index.ts";
import { apply } from "./apply.ts";

interface Course {
  readonly options?: PlanOptions;
  /** By action id: it fails, and so does all that comes after it when the apply is killed there. */
  readonly failsAt?: string;
  readonly isKilled?: boolean;
  readonly signal?: AbortSignal;
}

/** Applies to an engine, on which one call may fail. */
async function applyTo(engine: MemoryEngine, specs: readonly ContainerSpec[], course: Course = {}) {
  const { options, failsAt, isKilled, signal } = course;
  let isGone = false;
  const driver = createMemoryDriver({
    engine,
    beforeExecute: ({ id }) => {
      isGone ||= isKilled === true && id === failsAt;
      if (isGone || id === failsAt) throw new HashikeError("DRIVER_ENGINE_ERROR", `no ${id}`);
    },
  });
  return apply(await planFor(engine, specs, options), driver, { concurrency: 1, signal });
}

async function planFor(engine: MemoryEngine, specs: readonly ContainerSpec[], options: PlanOptions = {}) {
  const desired = desiredState(specs);
  const observed = await createMemoryDriver({ engine }).observe(desired);
  return plan(desired, observed, { allowDestroy: true, ...options });
}

async function running(...specs: readonly ContainerSpec[]): Promise<MemoryEngine> {
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  expect((await applyTo(engine, specs)).status).toBe("done");
  return engine;
}

function revision(name: string, value: string, more: Partial<ContainerSpec> = {}): ContainerSpec {
  return containerSpec({ name, env: [{ name: "REVISION", value }], ...more });
}

function revisionOf(spec: ContainerSpec | undefined): string {
  const [variable] = spec?.env ?? [];
  return variable !== undefined && "value" in variable ? variable.value : "?";
}

/** The second revision of it is up, and does not get ready. */
function neverReady(engine: MemoryEngine, name: string): void {
  engine.behave = (spec) => {
    if (spec.role === "init") return { state: "exited", exitCode: 0 };
    const isBad = spec.name === name && revisionOf(spec) === "2";
    return { state: "running", readiness: isBad ? "never" : "ready" };
  };
}

function end(engine: MemoryEngine, name: string): void {
  const found = [...engine.containers.values()].find((c) => c.name === name);
  Object.assign(found ?? {}, { state: "exited", exitCode: 143 });
}

/** Each container that is there, as `name revision state`. */
function shown(engine: MemoryEngine): readonly string[] {
  return [...engine.containers.values()].map((c) => `${c.name} ${revisionOf(c.spec)} ${c.state}`).sort();
}

const port = { ports: [{ containerPort: 80, hostPort: 8000, hostIp: "", protocol: "tcp" }] } as const;
const sidecar = { role: "sidecar" as const };

describe("a container that is to run and was found down is started", () => {
  it("when what comes before its successor fails", async () => {
    const engine = await running(revision("api", "1", sidecar), revision("store", "1"));
    end(engine, "store");
    neverReady(engine, "api");
    const result = await applyTo(engine, [revision("api", "2", sidecar), revision("store", "2")]);
    expect(result.failed.map((f) => f.actionId)).toEqual(["container.wait/api"]);
    expect(shown(engine)).toEqual(["api 1 running", "store 1 running"]);
    expect(result.undone.map((u) => u.actionId)).toContain("container.start/store:back");
  });

  it("also with a port that an init container had meanwhile, when an apply was killed", async () => {
    const before = [revision("api", "1", sidecar), revision("store", "1", port)];
    const init = revision("web", "2", { role: "init", ...port });
    const after = [init, revision("api", "2", sidecar), revision("store", "2")];
    const engine = await running(...before);
    neverReady(engine, "api");
    await applyTo(engine, after, { failsAt: "container.create/api", isKilled: true });
    expect(shown(engine)).toEqual(["api 1 running", "store 1 exited", "web 2 exited"]);
    await applyTo(engine, after);
    expect(shown(engine)).toEqual(["api 1 running", "store 1 running", "web 2 exited"]);
  });

  it("when its image cannot be brought", async () => {
    const engine = await running(revision("store", "1"));
    end(engine, "store");
    engine.remotes.set("app:2", { status: "current", digest: "sha256:two" });
    const failsAt = "image.pull/app:2";
    const result = await applyTo(engine, [revision("store", "2", { image: "app:2" })], { failsAt });
    expect(result.failed.map((f) => f.actionId)).toEqual([failsAt]);
    expect(shown(engine)).toEqual(["store 1 running"]);
  });

  it("when it is not replaced, and the sidecar before it fails", async () => {
    const engine = await running(revision("api", "1", sidecar), revision("store", "1"));
    end(engine, "store");
    neverReady(engine, "api");
    await applyTo(engine, [revision("api", "2", sidecar), revision("store", "1")]);
    expect(shown(engine)).toEqual(["api 1 running", "store 1 running"]);
  });

  it("when its port passed to one of another owner, in an apply that was killed before anything was made for it", async () => {
    const owner = { kind: "Hashike", namespace: "default", name: "other" } as const;
    const engine = await running(revision("giver", "1", port));
    end(engine, "giver");
    neverReady(engine, "giver");
    engine.remotes.set("app:2", { status: "current", digest: "sha256:two" });
    const after = [revision("giver", "2", { image: "app:2" }), revision("a-taker", "2", { ...port, owner })];
    await applyTo(engine, after, { failsAt: "container.create/giver", isKilled: true });
    await applyTo(engine, after);
    expect(shown(engine)).toEqual(["a-taker 2 exited", "giver 1 running"]);
  });

  it("when all is one unit, and another replacement that was cut off fails", async () => {
    const engine = await running(revision("job", "1", port), revision("store", "1"));
    const store = revision("store", "2");
    await applyTo(engine, [revision("job", "1", port), store], {
      failsAt: "container.wait/store:drained",
      isKilled: true,
    });
    end(engine, "job");
    neverReady(engine, "store");
    const result = await applyTo(engine, [revision("job", "2"), store, revision("web", "2", port)], {
      options: { atomic: true },
    });
    expect(result.failed.map((f) => f.actionId)).toEqual(["container.wait/store:resume"]);
    expect(shown(engine)).toEqual(["job 1 running", "store 1 running", "store.hashike-new 2 exited"]);
  });
});

it("one that gave its host port up has it back when the one that has it has ended", async () => {
  const engine = await running(revision("store", "1", port));
  const after = [revision("store", "2", port)];
  await applyTo(engine, after, { failsAt: "container.wait/store", isKilled: true });
  await passByHand(engine, "store", "store.hashike-new");
  const { actions } = await planFor(engine, after);
  const back = actions.find((a) => a.id === "container.switch/store:back");
  expect(back?.dependsOn).toContain("container.stop/store.hashike-new:leftover");
  expect((await applyTo(engine, after)).failed).toEqual([]);
  expect(shown(engine)).toEqual(["store 2 running"]);
});

/** As when an apply is killed between the two halves of a switch, and the second had been made all the same. */
async function passByHand(engine: MemoryEngine, from: string, to: string): Promise<void> {
  const [giver, taker] = [from, to].map((name) => findByName(engine, name));
  const park = [...engine.networks.keys()].find((name) => name.includes("park"));
  if (giver === undefined || taker === undefined || park === undefined)
    throw new Error("something is missing");
  giver.networks.push({ network: park, networkId: engine.networks.get(park)?.id ?? "" });
  giver.isWithoutPorts = true;
  delete taker.isWithoutPorts;
}

it("what an apply left is gone before another one is made: the engine may start both when it comes back", async () => {
  const engine = await running(revision("store", "1"));
  const after = [revision("store", "2")];
  await applyTo(engine, after, { failsAt: "container.rename/store:retire", isKilled: true });
  await applyTo(engine, after, { failsAt: "container.remove/Store:leftover", isKilled: true });
  expect(shown(engine)).toEqual(["Store 2 exited", "store 1 running"]);
  await applyTo(engine, after, { failsAt: "container.remove/Store:leftover", isKilled: true });
  restartEngine(engine, { startsCreated: true });
  expect(shown(engine)).toEqual(["Store 2 running", "store 1 running"]);
});

describe("a container that was found down stays down", () => {
  it("when it is not to run", async () => {
    const job = (value: string) => revision("job", value, { restartPolicy: "Never" });
    const engine = await running(job("1"));
    end(engine, "job");
    await applyTo(engine, [job("2")], { failsAt: "container.create/job" });
    expect(shown(engine)).toEqual(["job 1 exited"]);
  });

  it("while one that may write the same data cannot be stopped", async () => {
    const engine = await running(revision("store", "1"));
    const after = [revision("store", "2")];
    await applyTo(engine, after, { failsAt: "container.wait/store", isKilled: true });
    expect(shown(engine)).toEqual(["store 1 running", "store.hashike-new 2 running"]);
    end(engine, "store");
    const failsAt = "container.stop/store.hashike-new:leftover";
    expect((await applyTo(engine, after, { failsAt })).failed.map((f) => f.actionId)).toEqual([failsAt]);
    expect(shown(engine)).toEqual(["store 1 exited", "store.hashike-new 2 running"]);
  });

  it.each([
    ["it is held back", "2", {}],
    ["it is wanted again as it was", "1", { retryFailed: true }],
  ])("while one that may write the same data runs, and %s", async (_why, wanted, options) => {
    const engine = await running(revision("store", "1"));
    neverReady(engine, "store");
    // Its candidate goes on running, as it cannot be removed.
    const failsAt = "container.remove/store.hashike-new:undo";
    await applyTo(engine, [revision("store", "2")], { failsAt });
    end(engine, "store");
    const stuck = "container.stop/store.hashike-new:leftover";
    await applyTo(engine, [revision("store", wanted)], { failsAt: stuck, options });
    expect(shown(engine)).toEqual(["store 1 exited", "store.hashike-new 2 running"]);
    await applyTo(engine, [revision("store", wanted)], { options });
    expect(shown(engine)).toEqual(["store 1 running"]);
  });

  it("when another one has its port again, as that one could not be replaced either", async () => {
    const owner = { kind: "Hashike", namespace: "default", name: "other" } as const;
    const engine = await running(revision("api", "1", sidecar), revision("taker", "1", port));
    end(engine, "taker");
    await applyTo(engine, [revision("giver", "1", { ...port, owner })]);
    neverReady(engine, "api");
    const result = await applyTo(engine, [
      revision("api", "2", sidecar),
      revision("taker", "1", port),
      revision("giver", "2", { owner }),
    ]);
    expect(result.failed.map((f) => f.actionId)).toEqual(["container.wait/api"]);
    expect(result.undone.filter((u) => u.error !== undefined)).toEqual([]);
    expect(shown(engine)).toEqual(["api 1 running", "giver 1 running", "taker 1 exited"]);
  });

  it("while the one that is to give it its port is held back", async () => {
    const engine = await running(revision("giver", "1", port));
    neverReady(engine, "giver");
    const after = [revision("giver", "2"), revision("a-taker", "2", port)];
    await applyTo(engine, after, { failsAt: "container.create/giver", isKilled: true });
    await applyTo(engine, after);
    expect(shown(engine)).toEqual(["a-taker 2 exited", "giver 1 running"]);
    const { actions, heldBack } = await planFor(engine, after);
    expect(heldBack.map((h) => h.target.name)).toEqual(["a-taker", "giver"]);
    expect(actions).toEqual([]);
  });

  it("when the apply is stopped before it came to it", async () => {
    const engine = await running(revision("store", "1"));
    end(engine, "store");
    const result = await applyTo(engine, [revision("store", "2")], { signal: AbortSignal.abort() });
    expect(result.undone).toEqual([]);
    expect(shown(engine)).toEqual(["store 1 exited"]);
  });
});
