import type { EngineEvent, ExecuteContext, LockHolder, ProbeAnswer } from "../apply/driver.ts";
import { resolveContainerId } from "../apply/resolve-refs.ts";
import type { ProbeSpec } from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action } from "../plan/steps/action.ts";
import type { MemoryDriver } from "./memory-driver.ts";
import { findByName, type MemoryContainer } from "./memory-engine.ts";

/** An in-memory driver that also tells what happens, and the hands of a stranger. */
export interface EventfulDriver extends MemoryDriver {
  readonly byHand: {
    kill(name: string): void;
    pause(name: string): void;
    remove(name: string): void;
    disconnect(name: string, network: string): void;
    /** The engine goes away: every stream of events ends, and nothing can be asked until `comeBack`. */
    goAway(): void;
    comeBack(): void;
    /** Somebody else applies. @returns how it ends */
    lock(holder: LockHolder): () => void;
  };
  /** What a probe is answered; by default success. */
  answer: (container: ObservedContainer, probe: ProbeSpec) => ProbeAnswer;
  /** Ids of the containers that were restarted. */
  readonly restarted: readonly string[];
  /** How often the engine was looked at. */
  looks(): number;
  /** How many listen to the events now. */
  listeners(): number;
}

/** Gives an in-memory driver events, a lock, probes and restarts. */
export function withMemoryEvents(driver: MemoryDriver): EventfulDriver {
  const { engine } = driver;
  const streams = new Set<EventStream>();
  const restarted: string[] = [];
  let away = false;
  let holder: LockHolder | undefined;
  let looks = 0;

  const tellAll = (event: EngineEvent) => {
    for (const stream of streams) stream.push(event);
  };
  const tell = (action: string, { id, name, ownership }: MemoryContainer) =>
    tellAll({ action, container: { id, name, ownership } });
  const requireEngine = () => {
    if (away) throw new HashikeError("DRIVER_ENGINE_UNREACHABLE", "the engine is away");
  };
  const named = (name: string): MemoryContainer => {
    const container = findByName(engine, name);
    if (container === undefined) throw new Error(`there is no container ${name}`);
    return container;
  };

  const eventful: EventfulDriver = {
    ...driver,
    restarted,
    looks: () => looks,
    listeners: () => streams.size,
    answer: () => ({ kind: "success" }),
    async observe(desired, options) {
      requireEngine();
      looks += 1;
      return driver.observe(desired, options);
    },
    async execute(action, context) {
      requireEngine();
      const before = new Map([...engine.containers].map(([id, c]) => [id, { ...c }]));
      const output = await driver.execute(action, context);
      const id = containerOf(action, context) ?? output.containerId ?? "";
      const container = engine.containers.get(id) ?? before.get(id);
      if (container !== undefined) for (const told of toldBy[action.type] ?? []) tell(told, container);
      return output;
    },
    async *events({ signal, onListening }) {
      requireEngine();
      const stream = createEventStream();
      const end = () => stream.end();
      signal.addEventListener("abort", end);
      streams.add(stream);
      onListening?.();
      try {
        yield* stream.events;
      } finally {
        streams.delete(stream);
        signal.removeEventListener("abort", end);
      }
    },
    async lock(_owners, { onWait }) {
      requireEngine();
      if (holder !== undefined) {
        onWait?.(holder);
        throw new HashikeError("LOCK_HELD", `${holder.description} applies`);
      }
      return { lost: new AbortController().signal, release: async () => {} };
    },
    async probe(container, spec) {
      requireEngine();
      return eventful.answer(container, spec);
    },
    async restart({ name, id }) {
      requireEngine();
      restarted.push(id);
      for (const action of ["die", "start", "restart"]) tell(action, named(name));
    },
    byHand: {
      kill(name) {
        Object.assign(named(name), { state: "exited", exitCode: 137 });
        for (const action of ["kill", "die"]) tell(action, named(name));
      },
      pause(name) {
        named(name).state = "paused";
        tell("pause", named(name));
      },
      remove(name) {
        const container = named(name);
        engine.containers.delete(container.id);
        for (const action of ["kill", "die", "destroy"]) tell(action, container);
      },
      disconnect(name, network) {
        const container = named(name);
        container.networks = container.networks.filter((n) => n.network !== network);
        // As Docker tells it: of the network, and with no more of the container than its id.
        tellAll({ action: "disconnect", network: { name: network, containerId: container.id } });
      },
      goAway() {
        away = true;
        for (const stream of streams) stream.end();
      },
      comeBack() {
        away = false;
      },
      lock(by) {
        holder = by;
        return () => {
          holder = undefined;
        };
      },
    },
  };
  return eventful;
}

/** As Docker tells them. */
const toldBy: Readonly<Partial<Record<Action["type"], readonly string[]>>> = {
  "container.create": ["create"],
  "container.start": ["start"],
  "container.unpause": ["unpause"],
  "container.stop": ["kill", "die", "stop"],
  "container.rename": ["rename"],
  "container.remove": ["destroy"],
  "container.update": ["update"],
  "container.connect": ["connect"],
  "container.disconnect": ["disconnect"],
  "container.switch": ["disconnect", "connect"],
};

function containerOf(action: Action, { outputs }: ExecuteContext): string | undefined {
  if (!("container" in action) || action.type === "container.create") return undefined;
  return resolveContainerId(action.container, outputs);
}

interface EventStream {
  readonly events: AsyncIterable<EngineEvent>;
  push(event: EngineEvent): void;
  end(): void;
}

function createEventStream(): EventStream {
  const waiting: EngineEvent[] = [];
  let ended = false;
  let wake = () => {};
  async function* read(): AsyncGenerator<EngineEvent> {
    while (!ended) {
      for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event;
      if (!ended)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    events: read(),
    push(event) {
      waiting.push(event);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
  };
}
