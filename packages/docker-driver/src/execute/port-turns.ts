/** Lets one switch of a host port be alone with the engine. */
export interface PortTurns {
  /** Starts a container, stops it, or changes its networks: beside others that do, but not while a switch is alone. */
  beside<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Switches a host port: alone when nothing else is under way, and then nothing else begins; else beside it.
   * @param work is told which of the two it is
   */
  aloneIfQuiet<T>(work: (isAlone: boolean) => Promise<T>): Promise<T>;
}

/**
 * A claim may be sent while the port is being released only when no other request is between the two inside the engine,
 * where all wait for the same lock: docs/decisions/0019-switching-ports.md.
 */
export function portTurns(): PortTurns {
  let working = 0;
  let alone: Promise<void> | undefined;

  async function workBeside<T>(work: () => Promise<T>): Promise<T> {
    working += 1;
    try {
      return await work();
    } finally {
      working -= 1;
    }
  }

  async function workAlone<T>(work: () => Promise<T>): Promise<T> {
    let end = () => {};
    alone = new Promise<void>((resolve) => {
      end = resolve;
    });
    try {
      return await work();
    } finally {
      alone = undefined;
      end();
    }
  }

  return {
    beside: async (work) => {
      while (alone !== undefined) await alone;
      return await workBeside(work);
    },
    aloneIfQuiet: async (work) => {
      // Of several that wait, the first to go on is alone before the next one looks.
      while (alone !== undefined) await alone;
      return working === 0 ? await workAlone(() => work(true)) : await workBeside(() => work(false));
    },
  };
}
