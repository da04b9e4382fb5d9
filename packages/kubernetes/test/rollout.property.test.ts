import { apply } from "@hashike/core";
import { Crash, createFaultyDriver, createMemoryDriver, type MemoryEngine } from "@hashike/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOn, engineWithImages, planOn, running, workload } from "./workload.ts";

const numRuns = Number(process.env.HASHIKE_PROPERTY_RUNS ?? 12);
const timeout = 120_000;

interface Wish {
  readonly kind: "Deployment" | "StatefulSet";
  readonly revision: string;
  readonly replicas: number;
  readonly surge: number;
  readonly unavailable: number;
  /** What else its pods have. */
  readonly pods: "plain" | "data" | "two containers" | "init";
}

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom("Deployment" as const, "StatefulSet" as const),
  revision: fc.constantFrom("1", "2", "3"),
  replicas: fc.nat({ max: 4 }),
  surge: fc.nat({ max: 2 }),
  unavailable: fc.nat({ max: 2 }),
  pods: fc.constantFrom("plain" as const, "data" as const, "two containers" as const, "init" as const),
});

/** Two wishes of one kind, with pods that have the same. */
const rollout = fc
  .tuple(wish, wish)
  .map(([before, after]) => ({ before, after: { ...after, kind: before.kind, pods: before.pods } }));

function manifest({ kind, revision, replicas, surge, unavailable, pods }: Wish): string {
  const away = surge === 0 ? unavailable + 1 : unavailable;
  const rolling = `strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${away}}}`;
  const image = `image: "app:${revision}"`;
  return workload(kind, revision, [`replicas: ${replicas}`, ...(kind === "Deployment" ? [rolling] : [])], {
    ...(pods === "data" ? { container: ", volumeMounts: [{name: d, mountPath: /d}]" } : {}),
    ...(pods === "data" ? { pod: ", volumes: [{name: d, hostPath: {path: /srv}}]" } : {}),
    ...(pods === "init" ? { pod: `, initContainers: [{name: i, ${image}}]` } : {}),
    ...(pods === "two containers" ? { containers: `, {name: s, ${image}}` } : {}),
  });
}

/** How many pods have all of their containers running, the old ones or the new ones. */
function readyPods(engine: MemoryEngine, { pods }: Wish): number {
  const up = [...engine.containers.values()].filter((c) => c.state === "running" && c.role === "main");
  const names = new Set(up.map(({ specName }) => specName));
  return pods === "two containers" ? Math.floor(names.size / 2) : names.size;
}

/** The fewest pods that were ready at any time, where as many as before are wanted. */
function allowedReady({ before, after }: { readonly before: Wish; readonly after: Wish }): number {
  const stopsFirst = after.kind === "StatefulSet" || after.pods === "data" || after.surge === 0;
  const unavailable =
    after.kind === "StatefulSet"
      ? 1
      : Math.max(1, after.surge === 0 ? after.unavailable + 1 : after.unavailable);
  return Math.min(before.replicas, after.replicas) - (stopsFirst ? unavailable : 0);
}

async function applyFaulty(
  engine: MemoryEngine,
  text: string,
  crashAfter: number,
  look: () => void,
): Promise<number> {
  const driver = createFaultyDriver(createMemoryDriver({ engine }), { crashAfter, afterExecute: look });
  try {
    await apply(await planOn(engine, text), driver);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return driver.calls;
}

function engineFor(): MemoryEngine {
  const engine = engineWithImages();
  engine.hostPaths.set("/srv", "directory");
  return engine;
}

/** Applies the second of two wishes, is killed after so many actions, and applies it again. */
async function killedAfter(
  crashAfter: number,
  both: { readonly before: Wish; readonly after: Wish },
): Promise<number> {
  const { before, after } = both;
  const engine = engineFor();
  expect((await applyOn(engine, manifest(before))).status).toBe("done");
  let fewest = before.replicas;
  const calls = await applyFaulty(engine, manifest(after), crashAfter, () => {
    fewest = Math.min(fewest, readyPods(engine, after));
  });
  expect(fewest).toBeGreaterThanOrEqual(allowedReady(both));
  expect((await applyOn(engine, manifest(after))).status).toBe("done");
  expect(readyPods(engine, after)).toBe(after.replicas);
  expect(Object.values(running(engine)).every((image) => image === `app:${after.revision}`)).toBe(true);
  expect((await planOn(engine, manifest(after))).actions).toEqual([]);
  return calls;
}

describe("a rollout", () => {
  it(
    "that is killed at any action is finished by the next apply, and enough pods are ready all the time",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          rollout,
          fc.array(fc.nat({ max: 99 }), { minLength: 3, maxLength: 3 }),
          async (both, cuts) => {
            const calls = await killedAfter(Number.POSITIVE_INFINITY, both);
            for (const cut of cuts) await killedAfter(Math.floor((calls * cut) / 100), both);
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );
});
