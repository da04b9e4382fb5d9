import type { Driver } from "../apply/driver.ts";
import type { Action } from "../plan/steps/action.ts";

/**
 * What goes wrong with one call. `fail`: nothing is done. `lie`: it is done, and an error is the answer all the same,
 * as when a connection is cut. `half`: of a creation on several networks only the first one is joined; of a switch, the
 * one has given its host ports up and the other not taken them; of all others, nothing is done.
 */
export type Fault = "fail" | "lie" | "half";

export interface FaultyDriverOptions {
  /** After so many calls the process is gone: nothing is done any more, no undo either. Default: never. */
  readonly crashAfter?: number;
  /** By the number of the call, from 0; undo counts. */
  readonly faults?: ReadonlyMap<number, Fault>;
  /** Called after each call that reached the engine, whatever the answer is. */
  readonly afterExecute?: (action: Action) => void;
}

export interface FaultyDriver extends Driver {
  /** How many calls have reached the engine or failed on the way. */
  readonly calls: number;
}

/** What every call of a driver ends with whose process is gone. */
export class Crash extends Error {
  override readonly name: string = "Crash";
}

/** A driver that fails, lies or dies at given calls: for tests of what is left behind then. */
export function createFaultyDriver(driver: Driver, options: FaultyDriverOptions): FaultyDriver {
  const crashAfter = options.crashAfter ?? Number.POSITIVE_INFINITY;
  let calls = 0;
  return {
    ...driver,
    get calls() {
      return calls;
    },
    execute: async (action, context) => {
      if (calls >= crashAfter) throw new Crash("the process is gone");
      const fault = options.faults?.get(calls);
      calls += 1;
      const reaching = fault === "half" ? halfOf(action) : fault === "fail" ? undefined : action;
      if (reaching !== undefined) {
        const output = await driver.execute(reaching, context);
        options.afterExecute?.(action);
        if (fault === undefined) return output;
      }
      throw new Error(`${action.id}: the connection was cut`);
    },
  };
}

/** @returns the first half of what is more than one thing to an engine */
function halfOf(action: Action): Action | undefined {
  switch (action.type) {
    case "container.create": {
      const networks = action.container.networks.slice(0, 1);
      return { ...action, container: { ...action.container, networks } };
    }
    case "container.switch":
      return (
        action.from && { ...action, type: "container.connect", container: action.from, network: action.park }
      );
    default:
      return undefined;
  }
}
