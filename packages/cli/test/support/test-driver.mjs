// A driver for end-to-end tests: the in-memory engine, kept in a file between one command and the next.
// HASHIKE_TEST_ENGINE names the file. Its `script` says what goes otherwise than well.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { HashikeError } from "@hashike/core";
import { createMemoryDriver, createMemoryEngine } from "@hashike/core/testing";

const maps = ["networks", "volumes", "images", "remotes", "hostPaths", "containers"];

export function createDriver({ env, host }) {
  const file = env.HASHIKE_TEST_ENGINE;
  const saved = JSON.parse(readFileSync(file, "utf8"));
  const script = saved.script ?? {};
  const engine = createMemoryEngine();
  engine.nextId = saved.nextId ?? 1;
  for (const name of maps) for (const [key, value] of saved[name] ?? []) engine[name].set(key, value);
  engine.behave = (spec) =>
    script.behaviour?.[spec.name] ?? {
      state: spec.role === "init" ? "exited" : "running",
      lines: [`${spec.name} is up`],
    };

  if (script.whyNoParks !== undefined) engine.whyNoParks = script.whyNoParks;

  const lost = new AbortController();
  const driver = createMemoryDriver({
    engine,
    beforeExecute: (action, context) => play(script[action.id], context, lost),
  });
  return {
    ...driver,
    async observe(desired, options) {
      if (host === "nowhere") throw unreachable();
      for (const { reference } of desired.images) addRemote(engine, reference);
      return driver.observe(desired, options);
    },
    async execute(action, context) {
      const output = await driver.execute(action, context);
      save(file, engine, script);
      return output;
    },
    lock: async (owners, options) => ({ ...(await driver.lock(owners, options)), lost: lost.signal }),
    async *logs(container, options) {
      yield* driver.logs(container, options);
      if (script.alsoToStderr) yield { stream: "stderr", text: script.alsoToStderr };
      for (let n = 1; script.chatty && !options.signal.aborted; n++) {
        yield { stream: "stdout", text: `line ${n}` };
        await setImmediate();
      }
      if (options.follow) await aborted(options.signal);
    },
  };
}

export const drivers = { extra: createDriver };

/** A stranger's source: `mem:NAME` is a manifest with one container. */
export const sources = [
  {
    schemes: ["mem"],
    read: async (address) => [{ file: address, text: manifestOf(address.slice("mem:".length)) }],
  },
];

async function play(step, { signal, onProgress }, lost) {
  for (const progress of step?.progress ?? []) onProgress(progress);
  if (step?.loseLock) {
    lost.abort(new HashikeError("LOCK_HELD", step.loseLock, { hint: "apply again" }));
    throw new Error("the call was cut");
  }
  if (step?.fail) throw new HashikeError(step.fail.code, step.fail.message, step.fail);
  if (step?.bug) throw new TypeError(step.bug);
  if (step?.hang === "until aborted") {
    await aborted(signal);
    throw new Error("the call was cut");
  }
  if (step?.hang === "for ever") await aborted(new AbortController().signal);
}

/** With a timer, for a promise alone does not keep node alive as a real engine's connection does. */
function aborted(signal) {
  const timer = setInterval(() => {}, 60_000);
  return new Promise((resolve) => signal.addEventListener("abort", resolve)).finally(() =>
    clearInterval(timer),
  );
}

function addRemote(engine, reference) {
  if (engine.remotes.has(reference)) return;
  const digest = `sha256:${createHash("sha256").update(reference).digest("hex")}`;
  engine.remotes.set(reference, { status: "current", digest });
}

function save(file, engine, script) {
  const content = Object.fromEntries(maps.map((name) => [name, [...engine[name]]]));
  writeFileSync(file, JSON.stringify({ ...content, nextId: engine.nextId, script }));
}

function manifestOf(name) {
  return `apiVersion: v1\nkind: Hashike\nmetadata: { name: ${name} }\nspec: { containers: [{ name: ${name}, image: nginx }] }\n`;
}

function unreachable() {
  return new HashikeError("DRIVER_ENGINE_UNREACHABLE", "cannot reach the engine at nowhere", {
    hint: "start it",
    cause: new Error("connect ECONNREFUSED"),
  });
}
