import type {
  Action,
  ActionOutput,
  DesiredState,
  EngineEvent,
  EngineImages,
  EventOptions,
  ExecuteContext,
  ImageSpec,
  Lock,
  LockOptions,
  LogLine,
  LogOptions,
  ObservedContainer,
  ObservedState,
  ObserveOptions,
  Owner,
  ProbeAnswer,
  ProbeOptions,
  ProbeSpec,
  RestartOptions,
} from "@hashike/core";
import type { Acting } from "./acting.ts";
import { resolveEndpoint } from "./connect/resolve-endpoint.ts";
import type { DockerDriverOptions } from "./docker-driver.ts";
import { openEngine } from "./engine/open-engine.ts";
import { readEvents } from "./events/read-events.ts";
import type { Clock } from "./execute/clock.ts";
import type { LockSeams } from "./lock/lock-owners.ts";
import { schemeOf } from "./observe/image-source.ts";
import { lazyImageSources } from "./observe/lazy-image-sources.ts";
import { type ObserveContext, observe } from "./observe/observe.ts";

/** What tests put in place of the real thing. */
export interface DriverSeams {
  readonly clock?: Clock;
  /** `false`: host paths are checked through the engine, as if it were on another machine. */
  readonly looksAtHostPaths?: boolean;
  readonly lock?: LockSeams;
}

/** The driver once it is connected. */
export interface DriverParts {
  observe(desired: DesiredState, options: ObserveOptions | undefined): Promise<ObservedState>;
  execute(action: Action, context: ExecuteContext): Promise<ActionOutput>;
  lock(owners: readonly Owner[], options: LockOptions): Promise<Lock>;
  events(options: EventOptions): AsyncIterable<EngineEvent>;
  logs(containerId: string, options: LogOptions): AsyncIterable<LogLine>;
  images(): Promise<EngineImages>;
  probe(containerId: string, probe: ProbeSpec, options: ProbeOptions): Promise<ProbeAnswer>;
  restart(container: ObservedContainer, secrets: RestartOptions["secrets"]): Promise<void>;
  close(): void;
}

/** Finds the engine and connects to it. What observing needs hangs on this module; the rest is loaded when it is used. */
export async function openDriver(options: DockerDriverOptions, seams: DriverSeams): Promise<DriverParts> {
  const { host, context, configDir, env = process.env, imageSources } = options;
  const client = await openEngine(resolveEndpoint({ env, host, context, configDir }), { env });
  const sourcesFor = lazyImageSources(imageSources);
  let loading: Promise<Acting> | undefined;
  const acting = (): Promise<Acting> => {
    loading ??= import("./acting.ts").then((m) => m.openActing(client, { env, configDir }, seams));
    return loading;
  };
  const observeContext: Omit<ObserveContext, "signal" | "imageSources" | "tellsRuns"> = {
    client,
    looksAtHostPaths: seams.looksAtHostPaths ?? true,
    imageStore: async () => (await acting()).imageStore(),
    askRegistry: async (reference, signal) => (await acting()).askRegistry(reference, signal),
  };
  return {
    observe: async (desired, { signal, runs } = {}) => {
      const imageSources = await sourcesFor(desired.images);
      return observe(desired, { ...observeContext, imageSources, signal, tellsRuns: runs === true });
    },
    execute: async (action, executeContext) => {
      const imageSources = await sourcesFor(imagesIn(action));
      return (await acting()).execute(action, imageSources, executeContext);
    },
    lock: async (owners, lockOptions) => (await acting()).lock(owners, lockOptions),
    events: (eventOptions) => readEvents(client, eventOptions),
    logs: async function* (containerId, logOptions) {
      yield* (await acting()).logs(containerId, logOptions);
    },
    images: async () => (await acting()).images(),
    probe: async (id, probe, probeOptions) => (await acting()).probe(id, probe, probeOptions),
    restart: async (container, secrets) => (await acting()).restart(container, secrets),
    close: () => client.close(),
  };
}

/** What may be named by a source: an image to be brought, or the one that a container is created from. */
function imagesIn(action: Action): readonly Pick<ImageSpec, "scheme">[] {
  if (action.type === "image.pull") return [action.image];
  return action.type === "container.create" ? [{ scheme: schemeOf(action.container.image) }] : [];
}
