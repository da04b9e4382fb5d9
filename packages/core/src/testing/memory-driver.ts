import type { ActionOutput, Driver, ExecuteContext } from "../apply/driver.ts";
import { resolveContainerId, resolveImageId } from "../apply/resolve-refs.ts";
import { canonicalJson } from "../desired/canonical-json.ts";
import {
  type ContainerSpec,
  type DesiredState,
  type HookSpec,
  type NetworkSpec,
  ownerKey,
} from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import type { LiveDifference, ObservedContainer, ObservedState } from "../observed/observed-state.ts";
import type { Action } from "../plan/action.ts";
import {
  claimPorts,
  createMemoryEngine,
  findByName,
  heldPorts,
  isUp,
  type MemoryContainer,
  type MemoryEngine,
  newId,
  readinessOf,
  requireContainer,
  startProcess,
} from "./memory-engine.ts";
import { lockInMemory } from "./memory-lock.ts";

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
    observe: async (desired) => observe(engine, desired),
    execute: async (action, context) => {
      await options.beforeExecute?.(action, context);
      const output = execute(engine, action, context);
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

function observe(engine: MemoryEngine, desired: DesiredState): ObservedState {
  return {
    engine: {
      description: "in-memory engine",
      apiVersion: "1.41",
      nowSeconds: engine.nowSeconds,
      updatablePaths,
    },
    networks: [...engine.networks].map(([name, n]) => ({ name, ...n })),
    volumes: [...engine.volumes].map(([name, v]) => ({ name, ownership: v.ownership })),
    images: desired.images.map(({ reference, policy }) => {
      const local = engine.images.get(reference);
      const asks = local === undefined ? policy !== "Never" : policy === "Always" || policy === "IfPossible";
      return {
        reference,
        ...(local === undefined ? {} : { localId: local.id }),
        localDigests: local?.digests ?? [],
        remote: asks
          ? (engine.remotes.get(reference) ?? { status: "not-found", reason: "manifest unknown" })
          : { status: "unasked" },
      };
    }),
    hostPaths: desired.hostPaths.map(({ path }) => ({ path, kind: engine.hostPaths.get(path) ?? "missing" })),
    containers: [...engine.containers.values()].map((c) => observeContainer(engine, c, desired)),
    revisions: [...engine.revisions.values()].filter((note) =>
      desired.owners.some((owner) => ownerKey(owner) === ownerKey(note.owner)),
    ),
  };
}

function observeContainer(
  engine: MemoryEngine,
  container: MemoryContainer,
  desired: DesiredState,
): ObservedContainer {
  const {
    exitCode,
    ports: _ports,
    spec: _spec,
    settings: _settings,
    lines: _lines,
    networks,
    ...shown
  } = container;
  const differences = liveDifferences(container, desired);
  return {
    ...shown,
    networks: [...networks],
    exitedZero: container.state === "exited" && exitCode === 0,
    publishedPorts: heldPorts(container, engine),
    ...(differences === undefined ? {} : { liveDifferences: differences }),
    statusText: container.state === "exited" ? `Exited (${exitCode})` : container.state,
  };
}

function execute(engine: MemoryEngine, action: Action, context: ExecuteContext): ActionOutput {
  switch (action.type) {
    case "hostPath.check":
      if (!engine.hostPaths.has(action.path)) engine.hostPaths.set(action.path, "file");
      return {};
    case "network.create":
      return createNetwork(engine, action.network);
    case "network.remove":
      return removeNetwork(engine, action.networkId);
    case "volume.create":
      engine.volumes.set(action.volume.name, { ownership: { kind: "owned", owner: action.volume.owner } });
      return {};
    case "volume.remove":
      engine.volumes.delete(action.volumeName);
      return {};
    case "image.pull":
      return pull(engine, action.image.reference);
    case "container.create":
      return create(engine, action, context);
    case "revision.note":
      return note(engine, action);
    case "container.disconnect":
      return disconnect(engine, action.network, resolveContainerId(action.container, context.outputs));
    case "container.switch":
      return switchNetworks(engine, action, context);
    default:
      return executeOnContainer(engine, action, resolveContainerId(action.container, context.outputs));
  }
}

const updatablePaths = [
  "resources.cpuLimitMilli",
  "resources.cpuRequestMilli",
  "resources.memoryLimitBytes",
  "resources.memoryRequestBytes",
  "restartPolicy",
] as const;

/** As a real driver tells: only of what runs, and only against what is wanted of it. */
function liveDifferences(
  container: MemoryContainer,
  desired: DesiredState,
): readonly LiveDifference[] | undefined {
  const wanted = desired.containers.find(
    (spec) =>
      spec.name === container.specName &&
      container.ownership.kind === "owned" &&
      ownerKey(spec.owner) === ownerKey(container.ownership.owner),
  );
  const settings = container.settings ?? container.spec;
  if (wanted === undefined || settings === undefined || !isUp(container)) return undefined;
  return updatablePaths.flatMap((path) => {
    const live = valueAt(settings, path);
    if (canonicalJson(live) === canonicalJson(valueAt(wanted, path))) return [];
    return [{ path, ...(live === undefined ? {} : { live }) }];
  });
}

function valueAt(
  { resources, restartPolicy }: Pick<ContainerSpec, "resources" | "restartPolicy">,
  path: (typeof updatablePaths)[number],
): string | number | undefined {
  switch (path) {
    case "restartPolicy":
      return restartPolicy;
    case "resources.cpuLimitMilli":
      return resources.cpuLimitMilli;
    case "resources.cpuRequestMilli":
      return resources.cpuRequestMilli;
    case "resources.memoryLimitBytes":
      return resources.memoryLimitBytes;
    case "resources.memoryRequestBytes":
      return resources.memoryRequestBytes;
  }
}

type ContainerAction = Extract<Action, { readonly container: { readonly name: string } }>;

function executeOnContainer(
  engine: MemoryEngine,
  action: Exclude<
    ContainerAction,
    { readonly type: "container.create" | "container.disconnect" | "container.switch" }
  >,
  id: string,
): ActionOutput {
  const container = requireContainer(engine, id);
  switch (action.type) {
    case "container.start":
      startProcess(engine, container);
      return {};
    case "container.unpause":
      container.state = "running";
      return {};
    case "container.stop":
      return stop(engine, container, action.preStop);
    case "container.rename":
      requireFreeName(engine, action.to);
      container.name = action.to;
      return {};
    case "container.remove":
      engine.containers.delete(id);
      return {};
    case "container.hook":
      return runPostStart(engine, container, action.hook);
    case "container.update":
      container.settings = { ...settingsOf(container), ...action.settings };
      return {};
    case "container.connect":
      return connect(engine, container, action.network);
    case "container.wait":
      return waitFor(engine, container, action);
  }
}

function settingsOf({ settings, spec }: Pick<MemoryContainer, "settings" | "spec">) {
  const { resources = {}, restartPolicy = "Never", role = "main" } = settings ?? spec ?? {};
  return { resources, restartPolicy, role } as const;
}

function stop(engine: MemoryEngine, container: MemoryContainer, preStop: HookSpec | undefined): ActionOutput {
  if (!isUp(container)) return {};
  const wrote = preStop === undefined ? undefined : engine.runHook(preStop);
  Object.assign(container, { state: "exited", exitCode: 143 });
  return wrote === undefined ? {} : { notices: [`preStop of container ${container.name} failed`] };
}

function runPostStart(engine: MemoryEngine, container: MemoryContainer, hook: HookSpec): ActionOutput {
  const details = engine.runHook(hook);
  if (details === undefined) return {};
  throw new HashikeError("DRIVER_HOOK_FAILED", `postStart of container ${container.name} failed`, {
    details,
  });
}

function waitFor(
  engine: MemoryEngine,
  container: MemoryContainer,
  { until, tolerant }: Extract<Action, { readonly type: "container.wait" }>,
): ActionOutput {
  const details = container.lines.slice(-20);
  if (until.kind === "completed" && container.exitCode !== 0) {
    throw new HashikeError(
      "DRIVER_INIT_FAILED",
      `init container ${container.name} exited with code ${container.exitCode}`,
      { details },
    );
  }
  if (until.kind !== "ready") return {};
  const readiness = readinessOf(engine, container);
  if (readiness === "ready") return tolerant === true ? { gave: "ready" } : {};
  if (tolerant === true && readiness === "notReady") return { gave: "notReady" };
  throw new HashikeError("DRIVER_NOT_READY", `container ${container.name} is not ready`, { details });
}

function create(
  engine: MemoryEngine,
  action: Extract<Action, { readonly type: "container.create" }>,
  { outputs, secrets }: ExecuteContext,
): ActionOutput {
  const { container: spec } = action;
  requireFreeName(engine, action.as);
  for (const variable of spec.env) {
    if ("secret" in variable && !Object.hasOwn(secrets, variable.secret)) {
      throw new Error(`no value for ${variable.name}`);
    }
  }
  for (const mount of spec.mounts) {
    if (mount.type === "volume" && !engine.volumes.has(mount.volume)) {
      throw new HashikeError("DRIVER_CONTAINER_CREATE_FAILED", `volume ${mount.volume} does not exist`);
    }
  }
  const id = newId(engine, "con");
  engine.containers.set(id, {
    id,
    name: action.as,
    ownership: { kind: "owned", owner: spec.owner },
    specName: spec.name,
    role: spec.role,
    record: action.record,
    ranAfter: action.ranAfter.map((ref) => resolveContainerId(ref, outputs)),
    state: "created",
    exitCode: 0,
    createdAtSeconds: engine.nextId,
    image: spec.image,
    imageId: resolveImageId(action.image, outputs),
    networks: (action.onNetworks ?? spec.networks).map((network) => attach(engine, network)),
    ports: spec.ports.map(({ hostIp, hostPort, containerPort, protocol }) => ({
      hostIp,
      hostPort,
      containerPort,
      protocol,
    })),
    ...(spec.lifecycle.preStop === undefined ? {} : { preStop: spec.lifecycle.preStop }),
    ...(action.source === undefined ? {} : { source: action.source }),
    spec,
    ...(action.noRestart === true ? { settings: { ...settingsOf({ spec }), restartPolicy: "Never" } } : {}),
    lines: [],
  });
  return { containerId: id };
}

function pull(engine: MemoryEngine, reference: string): ActionOutput {
  const remote = engine.remotes.get(reference);
  if (remote?.status !== "current") {
    throw new HashikeError("DRIVER_IMAGE_PULL_FAILED", `cannot pull ${reference}`);
  }
  // Like a real image ID, it depends on the content alone.
  const id = `id-of-${remote.digest}`;
  engine.images.set(reference, { id, digests: [remote.digest] });
  return { imageId: id };
}

function attach(engine: MemoryEngine, network: string) {
  const found = engine.networks.get(network);
  if (found === undefined) {
    throw new HashikeError("DRIVER_NETWORK_FAILED", `network ${network} does not exist`);
  }
  return { network, networkId: found.id };
}

function createNetwork(engine: MemoryEngine, { name, stagingFor }: NetworkSpec): ActionOutput {
  engine.networks.set(name, {
    id: newId(engine, "net"),
    ownership: stagingFor === undefined ? { kind: "unowned" } : { kind: "owned", owner: stagingFor },
    isStaging: stagingFor !== undefined,
  });
  return {};
}

/** Ports are claimed when a running container joins a network that leads outside. */
function connect(engine: MemoryEngine, container: MemoryContainer, network: string): ActionOutput {
  if (container.networks.some((n) => n.network === network)) return {};
  const attachment = attach(engine, network);
  const joined = { ...container, networks: [...container.networks, attachment] };
  if (isUp(container)) claimPorts(engine, joined, "DRIVER_NETWORK_FAILED");
  container.networks.push(attachment);
  return {};
}

/** One that is gone is on no network. */
function disconnect(engine: MemoryEngine, network: string, id: string): ActionOutput {
  const container = engine.containers.get(id);
  if (container !== undefined) {
    container.networks = container.networks.filter((n) => n.network !== network);
  }
  return {};
}

/** The one is off before the other is tried, also when that fails. */
function switchNetworks(
  engine: MemoryEngine,
  { container, network, from }: Extract<Action, { readonly type: "container.switch" }>,
  { outputs }: ExecuteContext,
): ActionOutput {
  const joining = requireContainer(engine, resolveContainerId(container, outputs));
  disconnect(engine, from.network, resolveContainerId(from.container, outputs));
  return connect(engine, joining, network);
}

function note(engine: MemoryEngine, { note, failed }: Extract<Action, { readonly type: "revision.note" }>) {
  const key = `${ownerKey(note.owner)} ${note.container}`;
  if (!note.stagedReady && failed === undefined) engine.revisions.delete(key);
  else
    engine.revisions.set(key, {
      ...note,
      ...(failed === undefined ? {} : { failed: { ...failed, atSeconds: engine.nowSeconds } }),
    });
  return {};
}

function removeNetwork(engine: MemoryEngine, networkId: string): ActionOutput {
  for (const [name, network] of engine.networks) {
    if (network.id !== networkId && name !== networkId) continue;
    const user = [...engine.containers.values()].find((c) =>
      c.networks.some((n) => n.networkId === network.id),
    );
    if (user !== undefined)
      throw new HashikeError("DRIVER_NETWORK_FAILED", `${name} is in use by ${user.name}`);
    engine.networks.delete(name);
  }
  return {};
}

function requireFreeName(engine: MemoryEngine, name: string): void {
  const holder = findByName(engine, name);
  if (holder !== undefined) {
    throw new HashikeError("DRIVER_CONTAINER_CREATE_FAILED", `the name ${name} is held by ${holder.id}`);
  }
}
