import type { Driver, ExecuteContext } from "../apply/driver.ts";
import { knownObjects } from "../observed/known-objects.ts";
import { emptyDesiredState } from "../plan/plan-delete.ts";
import type { Action } from "../plan/steps/action.ts";
import { createMemoryEngine, type MemoryEngine, requireContainer } from "./memory-engine.ts";
import { executeInMemory } from "./memory-execute.ts";
import { lockInMemory } from "./memory-lock.ts";
import { observeMemory } from "./memory-observe.ts";

export interface MemoryDriverOptions {
  /** Default: an empty one. */
  readonly engine?: MemoryEngine;
  /** Called before each action; what it throws (or rejects with) is what the action fails with. */
  readonly beforeExecute?: (action: Action, context: ExecuteContext) => void | Promise<void>;
}

export interface MemoryDriver extends Driver {
  readonly engine: MemoryEngine;
  /** Ids of the actions carried out, in order, undo included. */
  readonly executed: readonly string[];
}

/** A driver whose engine is data in memory: for tests of planners, runners and of programs that embed Hashike. */
export function createMemoryDriver(options: MemoryDriverOptions = {}): MemoryDriver {
  const engine = options.engine ?? createMemoryEngine();
  const executed: string[] = [];
  return {
    name: "memory",
    engine,
    executed,
    observe: async (desired) => observeMemory(engine, desired),
    objects: async () => knownObjects(observeMemory(engine, emptyDesiredState([]))),
    notedValues: async (ids) =>
      Object.fromEntries(
        ids.flatMap((id) => {
          const value = engine.objectValues.get(id);
          return value === undefined ? [] : [[id, value]];
        }),
      ),
    execute: async (action, context) => {
      await options.beforeExecute?.(action, context);
      const output = executeInMemory(engine, action, context);
      executed.push(action.id);
      return output;
    },
    lock: (owners, lockOptions) => lockInMemory(engine, owners, lockOptions),
    async *logs(container, { tail }) {
      const lines = requireContainer(engine, container.id).lines;
      for (const text of tail === undefined ? lines : lines.slice(-tail)) yield { stream: "stdout", text };
    },
  };
}
