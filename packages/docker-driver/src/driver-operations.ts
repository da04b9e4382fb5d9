import type {
  Action,
  ActionOutput,
  EngineImages,
  ExecOptions,
  ExecuteContext,
  ImageSources,
  ImageStore,
  Lock,
  LockOptions,
  LogLine,
  LogOptions,
  ObservedContainer,
  Owner,
  ProbeAnswer,
  ProbeOptions,
  ProbeSpec,
  RemoteImage,
  RestartOptions,
  Session,
} from "@hashike/core";
import type { DockerSettings } from "./connect/settings.ts";
import type { DriverSeams } from "./driver-options.ts";
import type { EngineClient } from "./engine/engine-client.ts";
import { systemClock } from "./execute/clock.ts";
import { restartContainer } from "./execute/containers/restart-container.ts";
import { executeAction } from "./execute/execute-action.ts";
import type { ExecuteEnvironment } from "./execute/executor.ts";
import { renameTurns } from "./execute/quirks/rename-turns.ts";
import { seesHostFiles } from "./host-path/sees-host-files.ts";
import { imageLoader, imageStore } from "./image-store/image-store.ts";
import { lockOwners } from "./lock/lock-owners.ts";
import { readLogs } from "./logs/read-logs.ts";
import { volumesOfValues } from "./object-notes/object-notes.ts";
import { readValues } from "./object-notes/value-files.ts";
import { askRegistry, credentialsFor } from "./observe/ask-registry.ts";
import { probeContainer } from "./probe/probe-container.ts";
import { pullImage } from "./pull/pull-image.ts";
import { openExec } from "./session/open-exec.ts";

/** What a driver does besides observing what is up already. */
export interface DriverOperations {
  execute(action: Action, imageSources: ImageSources, context: ExecuteContext): Promise<ActionOutput>;
  /** By fingerprint, those of these that are kept with noted objects. */
  notedValues(
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Readonly<Record<string, string>>>;
  lock(owners: readonly Owner[], options: LockOptions): Promise<Lock>;
  logs(containerId: string, options: LogOptions): AsyncIterable<LogLine>;
  images(): EngineImages;
  /** To look at; one for each observation. */
  imageStore(): ImageStore;
  probe(containerId: string, probe: ProbeSpec, options: ProbeOptions): Promise<ProbeAnswer>;
  restart(container: ObservedContainer, secrets: RestartOptions["secrets"]): Promise<void>;
  exec(container: Pick<ObservedContainer, "id" | "name">, options: ExecOptions): Promise<Session>;
  /** Asks a registry, by the engine, what a reference means there. */
  askRegistry(reference: string, signal: AbortSignal): Promise<RemoteImage>;
}

/** A module of its own, as an apply that finds nothing to do needs none of it, and takes as long to load it as to run. */
export function openDriverOperations(
  client: EngineClient,
  settings: DockerSettings,
  seams: DriverSeams,
): DriverOperations {
  const findAuth = credentialsFor(settings, client);
  const clock = seams.clock ?? systemClock;
  const environment: Omit<ExecuteEnvironment, "imageSources"> = {
    client,
    turns: renameTurns(client, clock),
    imageLoader: imageLoader(client),
    clock,
    seesHostFiles: () => seesHostFiles(client, seams.looksAtHostPaths),
    pull: async (reference, options) =>
      pullImage(client, reference, { ...options, ...(await findAuth(reference, options.signal)) }),
  };
  return {
    execute: (action, imageSources, context) =>
      executeAction(action, { ...environment, imageSources }, context),
    notedValues: async (ids, signal = new AbortController().signal) => {
      const found: Record<string, string> = {};
      const context = { client, images: environment.imageLoader, signal };
      for (const volume of await volumesOfValues(client, ids, signal))
        Object.assign(found, await readValues(volume, context));
      return Object.fromEntries(ids.flatMap((id) => (found[id] === undefined ? [] : [[id, found[id]]])));
    },
    lock: (owners, options) => lockOwners(client, owners, options, seams.lock ?? {}),
    logs: (containerId, options) => readLogs(client, containerId, options),
    images: () => imageLoader(client),
    imageStore: () => imageStore(client),
    probe: (id, { handler, timeoutSeconds }, options) =>
      probeContainer(handler, timeoutSeconds, { client, id, ...options }),
    restart: (container, secrets) => restartContainer(container, secrets, environment),
    exec: (container, options) => openExec(client, container, options),
    askRegistry: (reference, signal) => askRegistry(client, reference, findAuth, signal),
  };
}
