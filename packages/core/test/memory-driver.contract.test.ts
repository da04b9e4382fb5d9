import { describe, it } from "vitest";
import { HashikeError } from "../src/errors.ts";
import {
  type Behaviour,
  createMemoryDriver,
  createMemoryEngine,
  driverContract,
  findByName,
  type MemoryEngine,
} from "../src/testing/index.ts";

/** Understands the little shell that the contract's containers run. */
function behave(command: readonly string[] | undefined): Behaviour {
  const script = command?.[2] ?? "";
  if (script.startsWith("trap")) return { state: "running" };
  const lines = [...script.matchAll(/echo ([^;>&]+)(?=;|$)/g)].map(([, text]) => (text ?? "").trim());
  const exitCode = Number(/exit (\d+)/.exec(script)?.[1] ?? 0);
  return { state: "exited", exitCode, lines };
}

function makeEngine(): MemoryEngine {
  const engine = createMemoryEngine();
  engine.images.set("box:1", { id: "box-1", digests: [] });
  engine.images.set("box:2", { id: "box-2", digests: [] });
  engine.behave = (spec) => {
    if (spec.command?.[0] === "/no/such/program") {
      throw new HashikeError("DRIVER_CONTAINER_START_FAILED", "no such program");
    }
    return behave(spec.command);
  };
  engine.runHook = (hook) => {
    const { exitCode, lines } = behave(hook.kind === "exec" ? hook.command : undefined);
    return exitCode === 0 ? undefined : lines;
  };
  return engine;
}

function get(engine: MemoryEngine, name: string) {
  const container = findByName(engine, name);
  if (container === undefined) throw new Error(`there is no ${name}`);
  return container;
}

describe("the in-memory driver keeps the driver contract", () => {
  for (const contractCase of driverContract) {
    it(contractCase.name, async () => {
      const engine = makeEngine();
      await contractCase.run({
        driver: createMemoryDriver({ engine }),
        prefix: "contract",
        image: "box:1",
        otherImage: "box:2",
        freePort: async () => 8080,
        byHand: {
          stop: async (name) => void Object.assign(get(engine, name), { state: "exited", exitCode: 143 }),
          pause: async (name) => void Object.assign(get(engine, name), { state: "paused" }),
          remove: async (name) => void engine.containers.delete(get(engine, name).id),
          disconnect: async (name, network) => {
            const container = get(engine, name);
            container.networks = container.networks.filter((n) => n.network !== network);
          },
          createForeign: async (name) =>
            void engine.containers.set(name, {
              id: name,
              name,
              ownership: { kind: "foreign" },
              state: "running",
              exitCode: 0,
              createdAtSeconds: 0,
              image: "box:1",
              imageId: "box-1",
              networks: [],
              ports: [],
              lines: [],
            }),
        },
      });
    });
  }
});
