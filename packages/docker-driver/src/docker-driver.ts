import type { Driver } from "@hashike/core";
import type { DockerDriverOptions, DriverSeams } from "./driver-options.ts";
import type { DriverParts } from "./driver-parts.ts";

/**
 * A driver for a Docker Engine, or for Podman by its Docker-compatible socket. Nothing is read, loaded or connected
 * before it is first used.
 */
export function createDockerDriver(options: DockerDriverOptions = {}): Driver {
  return createDriverWith(options, {});
}

/** With what tests put in place of the real thing. */
export function createDriverWith(options: DockerDriverOptions, seams: DriverSeams): Driver {
  let opening: Promise<DriverParts> | undefined;
  const open = (): Promise<DriverParts> => {
    opening ??= import("./open-driver.ts")
      .then(({ openDriver }) => openDriver(options, seams))
      .catch((error: unknown) => {
        // The next use tries again: an engine may be starting.
        opening = undefined;
        throw error;
      });
    return opening;
  };
  return {
    name: "docker",
    observe: async (desired, observeOptions) => (await open()).observe(desired, observeOptions),
    objects: async (lookOptions) => (await open()).objects(lookOptions),
    notedValues: async (ids, lookOptions) => (await open()).notedValues(ids, lookOptions),
    execute: async (action, context) => (await open()).execute(action, context),
    lock: async (owners, lockOptions) => (await open()).lock(owners, lockOptions),
    events: async function* (eventOptions) {
      yield* (await open()).events(eventOptions);
    },
    logs: async function* (container, logOptions) {
      yield* (await open()).logs(container.id, logOptions);
    },
    images: async () => (await open()).images(),
    probe: async (container, probe, probeOptions) => (await open()).probe(container.id, probe, probeOptions),
    restart: async (container, { secrets }) => (await open()).restart(container, secrets),
    exec: async (container, execOptions) => (await open()).exec(container, execOptions),
    close: async () => {
      const parts = await opening?.catch(() => undefined);
      opening = undefined;
      parts?.close();
    },
  };
}
