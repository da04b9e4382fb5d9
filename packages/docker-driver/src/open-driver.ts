import type { Action, ImageSpec } from "@hashike/core";
import { resolveEndpoint } from "./connect/resolve-endpoint.ts";
import type { DriverOperations } from "./driver-operations.ts";
import type { DockerDriverOptions, DriverSeams } from "./driver-options.ts";
import type { DriverParts } from "./driver-parts.ts";
import { openEngine } from "./engine/open-engine.ts";
import { readEvents } from "./events/read-events.ts";
import { lookAtObjects } from "./object-notes/object-notes.ts";
import { schemeOf } from "./observe/image-source.ts";
import { lazyImageSources } from "./observe/lazy-image-sources.ts";
import { type ObserveContext, observe } from "./observe/observe.ts";

/** Finds the engine and connects to it. What observing needs hangs on this module; the rest is loaded when it is used. */
export async function openDriver(options: DockerDriverOptions, seams: DriverSeams): Promise<DriverParts> {
  const { host, context, configDir, env = process.env, imageSources } = options;
  const client = await openEngine(resolveEndpoint({ env, host, context, configDir }), { env });
  const sourcesFor = lazyImageSources(imageSources);
  let loading: Promise<DriverOperations> | undefined;
  const operations = (): Promise<DriverOperations> => {
    loading ??= import("./driver-operations.ts").then((m) =>
      m.openDriverOperations(client, { env, configDir }, seams),
    );
    return loading;
  };
  const observeContext: Omit<ObserveContext, "signal" | "imageSources" | "tellsRuns"> = {
    client,
    looksAtHostPaths: seams.looksAtHostPaths ?? true,
    imageStore: async () => (await operations()).imageStore(),
    askRegistry: async (reference, signal) => (await operations()).askRegistry(reference, signal),
  };
  return {
    observe: async (desired, { signal, runs } = {}) => {
      const imageSources = await sourcesFor(desired.images);
      return observe(desired, { ...observeContext, imageSources, signal, tellsRuns: runs === true });
    },
    objects: ({ signal } = {}) => lookAtObjects(client, signal),
    notedValues: async (ids, { signal } = {}) => (await operations()).notedValues(ids, signal),
    execute: async (action, executeContext) => {
      const imageSources = await sourcesFor(imagesIn(action));
      return (await operations()).execute(action, imageSources, executeContext);
    },
    lock: async (owners, lockOptions) => (await operations()).lock(owners, lockOptions),
    events: (eventOptions) => readEvents(client, eventOptions),
    logs: async function* (containerId, logOptions) {
      yield* (await operations()).logs(containerId, logOptions);
    },
    images: async () => (await operations()).images(),
    probe: async (id, probe, probeOptions) => (await operations()).probe(id, probe, probeOptions),
    restart: async (container, secrets) => (await operations()).restart(container, secrets),
    exec: async (container, execOptions) => (await operations()).exec(container, execOptions),
    close: () => client.close(),
  };
}

/** What may be named by a source: an image to be brought, or the one that a container is created from. */
function imagesIn(action: Action): readonly Pick<ImageSpec, "scheme">[] {
  if (action.type === "image.pull") return [action.image];
  return action.type === "container.create" ? [{ scheme: schemeOf(action.container.image) }] : [];
}
