import type {
  Action,
  ActionOutput,
  DesiredState,
  EngineEvent,
  EngineImages,
  EventOptions,
  ExecuteContext,
  Lock,
  LockOptions,
  LogLine,
  LogOptions,
  ObservedContainer,
  ObservedState,
  Owner,
  ProbeAnswer,
  ProbeOptions,
  ProbeSpec,
} from "@hashike/core";
import { resolveEndpoint } from "./connect/resolve-endpoint.ts";
import type { DockerDriverOptions } from "./docker-driver.ts";
import { openEngine } from "./engine/open-engine.ts";
import { readEvents } from "./events/read-events.ts";
import { type Clock, systemClock } from "./execute/clock.ts";
import { executeAction } from "./execute/execute-action.ts";
import type { ExecuteEnvironment } from "./execute/executor.ts";
import { restartContainer } from "./execute/restart-container.ts";
import { imageLoader } from "./image-store/image-store.ts";
import { type LockSeams, lockOwners } from "./lock/lock-owners.ts";
import { readLogs } from "./logs/read-logs.ts";
import { askRegistry, credentialsFor } from "./observe/ask-registry.ts";
import { lazyImageSources } from "./observe/lazy-image-sources.ts";
import { type ObserveContext, observe } from "./observe/observe.ts";
import { probeContainer } from "./probe/probe-container.ts";
import { pullImage } from "./pull/pull-image.ts";

/** What tests put in place of the real thing. */
export interface DriverSeams {
  readonly clock?: Clock;
  /** `false`: host paths are checked through the engine, as if it were on another machine. */
  readonly looksAtHostPaths?: boolean;
  readonly lock?: LockSeams;
}

/** The driver once it is connected. */
export interface DriverParts {
  observe(desired: DesiredState, signal: AbortSignal | undefined): Promise<ObservedState>;
  execute(action: Action, context: ExecuteContext): Promise<ActionOutput>;
  lock(owners: readonly Owner[], options: LockOptions): Promise<Lock>;
  events(options: EventOptions): AsyncIterable<EngineEvent>;
  logs(containerId: string, options: LogOptions): AsyncIterable<LogLine>;
  images(): EngineImages;
  probe(containerId: string, probe: ProbeSpec, options: ProbeOptions): Promise<ProbeAnswer>;
  restart(container: ObservedContainer): Promise<void>;
  close(): void;
}

/** Finds the engine and connects to it. All that is heavy to load hangs on this module. */
export async function openDriver(options: DockerDriverOptions, seams: DriverSeams): Promise<DriverParts> {
  const { host, context, configDir, env = process.env, imageSources } = options;
  const client = await openEngine(resolveEndpoint({ env, host, context, configDir }), { env });
  const findAuth = credentialsFor({ env, configDir }, client);
  const sourcesFor = lazyImageSources(imageSources);
  const environment: Omit<ExecuteEnvironment, "imageSources"> = {
    client,
    imageLoader: imageLoader(client),
    clock: seams.clock ?? systemClock,
    pull: async (reference, pullOptions) =>
      pullImage(client, reference, { ...pullOptions, auth: await findAuth(reference) }),
  };
  const observeContext: Omit<ObserveContext, "signal" | "imageSources"> = {
    client,
    looksAtHostPaths: seams.looksAtHostPaths ?? true,
    askRegistry: (reference, signal) => askRegistry(client, reference, findAuth, signal),
  };
  return {
    observe: async (desired, signal) => {
      const imageSources = await sourcesFor(desired.images);
      return observe(desired, { ...observeContext, imageSources, signal });
    },
    execute: async (action, executeContext) => {
      const imageSources = await sourcesFor(action.type === "image.pull" ? [action.image] : []);
      return executeAction(action, { ...environment, imageSources }, executeContext);
    },
    lock: (owners, lockOptions) => lockOwners(client, owners, lockOptions, seams.lock ?? {}),
    events: (eventOptions) => readEvents(client, eventOptions),
    logs: (containerId, logOptions) => readLogs(client, containerId, logOptions),
    images: () => imageLoader(client),
    probe: (id, { handler, timeoutSeconds }, probeOptions) =>
      probeContainer(handler, timeoutSeconds, { client, id, ...probeOptions }),
    restart: (container) => restartContainer(container, environment),
    close: () => client.close(),
  };
}
