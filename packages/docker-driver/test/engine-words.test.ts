import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EngineClient } from "../src/engine/engine-client.ts";
import { EngineError } from "../src/engine/faults/engine-error.ts";
import { connect } from "../src/execute/containers/connect-container.ts";
import { disconnect } from "../src/execute/containers/disconnect-container.ts";
import { deleteContainer } from "../src/execute/containers/remove-container.ts";
import { unpauseContainer } from "../src/execute/containers/unpause-container.ts";
import { updateContainer } from "../src/execute/containers/update-container.ts";
import type { ExecuteEnvironment } from "../src/execute/executor.ts";
import { isContainerGone } from "../src/execute/failures/engine-failure.ts";
import { explain } from "../src/execute/failures/known-failures.ts";
import { isNameConflict } from "../src/execute/failures/name-conflict.ts";
import { parsePortConflict } from "../src/execute/failures/port-conflict.ts";
import { createNetwork } from "../src/execute/resources/create-network.ts";
import { removeNetwork } from "../src/execute/resources/remove-network.ts";
import { loadFailure } from "../src/image-store/load-archive.ts";
import { registryFailure } from "../src/pull/registry-failure.ts";
import { executeContext, makeAction } from "./support/actions.ts";

/** What an engine says, where that is in moby's source, and what is to be made of it. */
interface EngineWords {
  readonly message: string;
  readonly engines: readonly string[];
  readonly source: string;
  /** The host port that is taken; `null` when none is told. */
  readonly port?: number | null;
  /** A part of the hint. */
  readonly hint?: string;
  readonly code?: string;
  readonly registry?: string;
  /** Whether a load goes on after it. */
  readonly loads?: boolean;
  /** The step that takes this refusal as what was wanted. */
  readonly step?: keyof typeof steps;
  readonly status?: number;
}

const words: readonly EngineWords[] = JSON.parse(
  readFileSync(new URL("recorded/engine-words.json", import.meta.url), "utf8"),
);

/** Refuses the first call that changes anything, then takes all; a look tells of a container on `net`. */
function refusing(refusal: EngineError): EngineClient {
  let isRefused = false;
  const refuseOnce = async (answer: unknown) => {
    if (isRefused) return answer;
    isRefused = true;
    throw refusal;
  };
  return {
    get: async () => ({ NetworkSettings: { Networks: { net: {} } }, Containers: { c: {} } }),
    post: () => refuseOnce({}),
    delete: () => refuseOnce({}),
    stream: () => refuseOnce({ toArray: async () => [] }),
  } as unknown as EngineClient;
}

const container = { name: "web", id: "37eb" };
const within = (client: EngineClient) => ({ client }) as unknown as ExecuteEnvironment;

/** Each ends well when it understands the refusal. */
const steps = {
  connect: (refusal) => connect(refusing(refusal), "37eb", "net"),
  createNetwork: (refusal) => {
    const network = { name: "net" } as Parameters<typeof createNetwork>[0]["network"];
    const action = makeAction("network.create", "net", { network });
    return createNetwork(action, within(refusing(refusal)), executeContext());
  },
  disconnect: (refusal) => disconnect(refusing(refusal), "37eb", "net"),
  isContainerGone: async (refusal) => expect(isContainerGone(refusal)).toBe(true),
  isNameConflict: async (refusal) => expect(isNameConflict(refusal)).toBe(true),
  removeContainer: (refusal) => deleteContainer(refusing(refusal), "37eb", { withVolumes: false }),
  removeNetwork: (refusal) => {
    const action = makeAction("network.remove", "net", { networkId: "1" });
    return removeNetwork(action, within(refusing(refusal)), executeContext());
  },
  unpause: (refusal) => {
    const action = makeAction("container.unpause", "web", { container });
    return unpauseContainer(action, within(refusing(refusal)), executeContext());
  },
  update: (refusal) => {
    const settings = { role: "main", restartPolicy: "Always" } as const;
    const action = makeAction("container.update", "web", { container, settings });
    return updateContainer(action, within(refusing(refusal)), executeContext());
  },
} satisfies Record<string, (refusal: EngineError) => Promise<unknown>>;

/** Those of the words that say something about `what`. */
const about = (what: keyof EngineWords) =>
  words
    .filter((entry) => entry[what] !== undefined)
    .map((entry) => ({ ...entry, on: entry.engines.join(", ") }));

describe("what Docker Engine says", () => {
  it.each(about("port"))("names the taken port, or none: $message ($on)", ({ message, port }) => {
    expect(parsePortConflict(message)).toBe(port ?? undefined);
  });

  it.each(about("hint").filter(({ registry }) => registry === undefined))(
    "has a hint: $message ($on)",
    ({ message, hint, code }) => {
      expect(explain(message)?.hint).toContain(hint);
      expect(explain(message)?.code).toBe(code);
    },
  );

  it.each(about("step"))("is what $step wants: $message ($on)", async ({ message, step, status }) => {
    if (step === undefined || status === undefined) throw new Error("step and status go together");
    await expect(steps[step](new EngineError("POST", "/", status, message))).resolves.not.toThrow();
  });

  it.each(about("step"))("is told from another refusal by $step", async ({ step, status }) => {
    if (step === undefined || status === undefined) throw new Error("step and status go together");
    await expect(steps[step](new EngineError("POST", "/", status, "out of order"))).rejects.toThrow();
  });

  it.each(about("registry"))(
    "of a registry means $registry: $message ($on)",
    ({ message, registry, hint }) => {
      const failure = registryFailure("r.example/web:1", message);
      expect(failure.kind).toBe(registry);
      expect(failure.hint).toContain(hint ?? "");
    },
  );

  it.each(about("loads"))("while it loads: $message ($on)", ({ message, loads }) => {
    expect(loadFailure({ stream: `${message}\n` }) === undefined).toBe(loads);
  });
});
