import { describe, expect, it } from "vitest";
import { HashikeError } from "../errors.ts";
import { plan } from "../plan/plan.ts";
import type { PlanOptions } from "../plan/plan-types.ts";
import type { Action } from "../plan/steps/action.ts";
import {
  containerSpec,
  createFaultyDriver,
  createMemoryDriver,
  createMemoryEngine,
  desiredState,
  type MemoryEngine,
} from "../testing/index.ts";
import { apply } from "./apply.ts";

type Spec = ReturnType<typeof containerSpec>;

const revision = (name: string, value: string, hostPort?: number): Spec =>
  containerSpec({
    name,
    env: [{ name: "REVISION", value }],
    ports:
      hostPort === undefined ? [] : [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" as const }],
  });

// `giver` has port 8000, which `taker` is to have.
const giver = revision("giver", "1", 8000);
const taker = revision("taker", "1");
const nextGiver = revision("giver", "2");
const nextTaker = revision("taker", "2", 8000);

async function running(...specs: readonly Spec[]): Promise<MemoryEngine> {
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  expect((await applyTo(engine, specs)).status).toBe("done");
  return engine;
}

async function planFor(engine: MemoryEngine, specs: readonly Spec[], options: PlanOptions = {}) {
  const desired = desiredState(specs);
  return plan(desired, await createMemoryDriver({ engine }).observe(desired), {
    allowDestroy: true,
    ...options,
  });
}

interface Course {
  readonly options?: PlanOptions;
  /** The apply is killed when this one has been done. */
  readonly killedAfter?: string;
  /** This one fails. */
  readonly failing?: string;
}

async function applyTo(
  engine: MemoryEngine,
  specs: readonly Spec[],
  { options, killedAfter, failing }: Course = {},
) {
  let isKilled = false;
  const memory = createMemoryDriver({
    engine,
    beforeExecute: ({ id }: Action) => {
      if (isKilled || id === failing) throw new HashikeError("DRIVER_ENGINE_ERROR", `no ${id}`);
    },
  });
  const driver = createFaultyDriver(memory, {
    afterExecute: ({ id }) => {
      isKilled ||= id === killedAfter;
    },
  });
  return apply(await planFor(engine, specs, options), driver, { concurrency: 1 });
}

/** Its second revision is up, and does not get ready. */
function neverReady(engine: MemoryEngine, name: string): void {
  engine.behave = (spec) => {
    const isNew = spec.env.some((v) => "value" in v && v.value === "2");
    return { state: "running", readiness: spec.name === name && isNew ? "never" : "ready" };
  };
}

/** Each container that is there, as `name revision state`. */
function shown(engine: MemoryEngine): readonly string[] {
  return [...engine.containers.values()]
    .map(({ name, spec, state }) => {
      const [variable] = spec?.env ?? [];
      return `${name} ${variable !== undefined && "value" in variable ? variable.value : "?"} ${state}`;
    })
    .sort();
}

const asBefore = ["giver 1 running", "taker 1 running"];
const asWanted = ["giver 2 running", "taker 2 running"];
const next = [nextGiver, nextTaker];

describe("a host port that passes from one container to another", () => {
  it.each([{}, { atomic: true }])("passes when both get ready: %j", async (options) => {
    const engine = await running(giver, taker);
    expect((await applyTo(engine, next, { options })).status).toBe("done");
    expect(shown(engine)).toEqual(asWanted);
    expect((await planFor(engine, next)).actions).toEqual([]);
  });

  describe.each([{}, { atomic: true }])("%j", (options) => {
    it.each(["giver", "taker"])(
      "leaves both as they were when the new %s does not get ready",
      async (bad) => {
        const engine = await running(giver, taker);
        neverReady(engine, bad);
        const result = await applyTo(engine, next, { options });
        expect(result.status).toBe("failed");
        expect(result.undone.filter((u) => u.error !== undefined)).toEqual([]);
        expect(shown(engine)).toEqual(asBefore);
      },
    );

    it("lets go of the port of a new container before the old one that had it is started", async () => {
      const engine = await running(giver);
      neverReady(engine, "giver");
      const result = await applyTo(engine, next, { options });
      expect(result.undone.filter((u) => u.error !== undefined)).toEqual([]);
      expect(shown(engine)).toEqual(["giver 1 running"]);
    });
  });

  it("is had back by a giver that was found stopped, and is to run", async () => {
    const engine = await running(giver, taker);
    const [old] = engine.containers.values();
    Object.assign(old ?? {}, { state: "exited", exitCode: 143 });
    neverReady(engine, "giver");
    await applyTo(engine, next);
    expect(shown(engine)).toEqual(asBefore);
  });

  it("is had back when two containers exchange theirs", async () => {
    const before = [revision("giver", "1", 8000), revision("taker", "1", 8001)];
    const after = [revision("giver", "2", 8001), revision("taker", "2", 8000)];
    const engine = await running(...before);
    neverReady(engine, "giver");
    await applyTo(engine, after);
    expect(shown(engine)).toEqual(asBefore);
    // Held back, each is up with a port that the other one is to have.
    expect((await planFor(engine, after)).heldBack.map((h) => h.target.name)).toEqual(["giver", "taker"]);
    for (const container of engine.containers.values()) {
      if (container.name === "giver") Object.assign(container, { state: "exited", exitCode: 143 });
    }
    expect((await applyTo(engine, after)).status).toBe("done");
    expect(shown(engine)).toEqual(asBefore);
  });

  it.each([
    ["container.stop/giver"],
    ["container.start/taker"],
    ["container.rename/taker:promote"],
    ["container.start/giver"],
  ])("is had back by the next apply when one was killed after %s", async (killedAfter) => {
    for (const before of [[giver, taker], [giver]]) {
      const engine = await running(...before);
      neverReady(engine, "giver");
      await applyTo(engine, next, { killedAfter });
      await applyTo(engine, next);
      expect(shown(engine)).toEqual(asBefore.slice(0, before.length));
    }
  });

  it("passes in the end when an apply was killed on the way, and both are well", async () => {
    const engine = await running(giver, taker);
    await applyTo(engine, next, { killedAfter: "container.start/giver" });
    expect((await applyTo(engine, next)).status).toBe("done");
    expect(shown(engine)).toEqual(asWanted);
  });

  it("is had back when an apply was killed before anything was made for the giver", async () => {
    const engine = await running(giver);
    const sidecar = { ...revision("taker", "2", 8000), role: "sidecar" as const };
    neverReady(engine, "giver");
    await applyTo(engine, [sidecar, nextGiver], { killedAfter: "container.start/taker" });
    expect(shown(engine)).toEqual(["giver 1 exited", "taker 2 running"]);
    expect((await applyTo(engine, [sidecar, nextGiver])).status).toBe("failed");
    expect(shown(engine)).toEqual(["giver 1 running"]);
  });

  it("is not taken back any more when only the giver's old container cannot be removed", async () => {
    const engine = await running(giver, taker);
    const failing = "container.remove/giver:retired";
    expect((await applyTo(engine, next, { failing })).failed.map((f) => f.actionId)).toEqual([failing]);
    const again = await planFor(engine, next);
    expect(again.actions.map((a) => a.id)).toEqual(["container.remove/giver.hashike-new:leftover"]);
  });

  it("waits for a held back giver that is stopped: what it would take again is in its record", async () => {
    const engine = await running(giver, taker);
    neverReady(engine, "giver");
    await applyTo(engine, next);
    const old = [...engine.containers.values()].find((c) => c.name === "giver");
    Object.assign(old ?? {}, { state: "exited", exitCode: 143 });
    const made = await planFor(engine, next);
    expect(made.heldBack.map((h) => h.target.name)).toEqual(["giver", "taker"]);
    expect((await apply(made, createMemoryDriver({ engine }))).status).toBe("done");
    expect(shown(engine)).toEqual(asBefore);
  });

  it("keeps its giver from being replaced alone while the taker is held back", async () => {
    const engine = await running(giver, taker);
    neverReady(engine, "taker");
    await applyTo(engine, next);
    const made = await planFor(engine, next);
    expect(made.heldBack.map((h) => h.target.name)).toEqual(["giver", "taker"]);
    expect(made.actions).toEqual([]);
  });

  it("holds nobody back for another one's failure: a corrected revision is tried at once", async () => {
    const engine = await running(giver, taker);
    neverReady(engine, "giver");
    await applyTo(engine, next);
    const corrected = [revision("giver", "3"), nextTaker];
    expect((await planFor(engine, corrected)).heldBack).toEqual([]);
    expect((await applyTo(engine, corrected)).status).toBe("done");
    expect(shown(engine)).toEqual(["giver 3 running", "taker 2 running"]);
  });

  it("makes no loop with what comes between the two in order", async () => {
    const sidecar = (name: string, value: string, hostPort?: number): Spec => ({
      ...revision(name, value, hostPort),
      role: "sidecar",
    });
    const engine = await running(sidecar("a", "1"), sidecar("b", "1"), giver);
    const after = [sidecar("a", "2", 8000), sidecar("b", "2"), nextGiver];
    expect((await applyTo(engine, after)).status).toBe("done");
    expect(shown(engine)).toEqual(["a 2 running", "b 2 running", "giver 2 running"]);
  });
});
