import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { apply, plan } from "../src/index.ts";
import { containerSpec, createMemoryDriver, desiredState, probeSpec } from "../src/testing/index.ts";
import { makeEngine } from "./applying.ts";
import { startWatch } from "./start-watch.ts";

const names = Array.from({ length: 12 }, (_, n) => `web-${n}`);
const second = 1000;

/** What Node says meanwhile on standard error: of many listeners, most of all. */
async function warningsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const warnings: string[] = [];
  const keep = (warning: Error) => void warnings.push(warning.message);
  process.on("warning", keep);
  try {
    await work();
    await setImmediate();
    return warnings;
  } finally {
    process.off("warning", keep);
  }
}

it("an apply with twelve actions that listen to its signal at once warns of nothing", async () => {
  const memory = createMemoryDriver({ engine: makeEngine() });
  const desired = desiredState(names.map((name) => containerSpec({ name })));
  const abort = new AbortController();
  const reason = new Error("enough");
  const ended: unknown[] = [];
  const driver: typeof memory = {
    ...memory,
    execute: async (action, context) => {
      if (action.type !== "container.create") return memory.execute(action, context);
      const { signal } = context;
      if (action.target.name === "web-11") setImmediate().then(() => abort.abort(reason));
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ended.push(signal.reason);
      throw signal.reason;
    },
  };
  const thePlan = plan(desired, await memory.observe(desired));
  const warnings = await warningsOf(() =>
    apply(thePlan, driver, { signal: abort.signal, concurrency: names.length }),
  );
  expect(warnings).toEqual([]);
  expect(ended).toEqual(names.map(() => reason));
});

it("a watch that asks the liveness of twelve containers, and restarts them, warns of nothing", async () => {
  const specs = names.map((name) =>
    containerSpec({
      name,
      owner: { kind: "Deployment", namespace: "default", name },
      probes: { liveness: probeSpec({ kind: "tcpSocket", port: 80 }) },
    }),
  );
  let restarting = 0;
  const warnings = await warningsOf(async () => {
    const { clock, driver, stop } = await startWatch(specs);
    driver.restart = (_, { signal }) => {
      restarting += 1;
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    };
    driver.answer = () => ({ kind: "failure", reason: "HTTP 500" });
    await clock.advance(60 * second);
    await stop();
  });
  expect(restarting).toBe(names.length);
  expect(warnings).toEqual([]);
});
