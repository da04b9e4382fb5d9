import type { ActionOutput, ExecuteContext } from "../apply/driver.ts";
import { resolveContainerId, resolveImageId, resolveMountedFiles } from "../apply/resolve-refs.ts";
import type { ContainerSpec, HookSpec, RestartPolicy } from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import type { AnonymousVolume } from "../observed/observed-state.ts";
import type { Action } from "../plan/steps/action.ts";
import {
  findByName,
  isReady,
  isUp,
  type MemoryContainer,
  type MemoryEngine,
  mountedFiles,
  newId,
  requireContainer,
  startProcess,
} from "./memory-engine.ts";
import { attach, connect } from "./memory-networks.ts";

/** What is done to a container that is there, by its id. */
type ContainerAction = Exclude<
  Extract<Action, { readonly container: { readonly name: string } }>,
  { readonly type: "container.create" | "container.disconnect" | "container.switch" }
>;

export function createContainer(
  engine: MemoryEngine,
  action: Extract<Action, { readonly type: "container.create" }>,
  { outputs, secrets }: ExecuteContext,
): ActionOutput {
  const { container: spec } = action;
  requireFreeName(engine, action.as);
  requireWhatItNeeds(engine, spec, secrets);
  const sandboxId = action.sandbox === undefined ? undefined : resolveContainerId(action.sandbox, outputs);
  if (sandboxId !== undefined) requireContainer(engine, sandboxId);
  const id = newId(engine, "con");
  const filesAtCreation = engine.isElsewhere
    ? resolveMountedFiles(action, outputs)
    : mountedFiles(engine, [spec]);
  const anonymousVolumes = [...(action.anonymousVolumes ?? []), ...makeVolumes(engine, action, id)];
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
    networks: [...spec.networks, ...(action.park === undefined ? [] : [action.park])].map((network) =>
      attach(engine, network, spec.attachments?.[network]),
    ),
    ...(sandboxId === undefined ? {} : { sandboxId }),
    ports: spec.ports.map(({ hostIp, hostPort, containerPort, protocol }) => ({
      hostIp,
      hostPort,
      containerPort,
      protocol,
    })),
    ...(spec.lifecycle.preStop === undefined ? {} : { preStop: spec.lifecycle.preStop }),
    ...(anonymousVolumes.length === 0 ? {} : { anonymousVolumes }),
    ...(filesAtCreation === undefined ? {} : { mountedFiles: filesAtCreation }),
    ...(action.source === undefined ? {} : { source: action.source }),
    spec,
    ...(action.noRestart === true ? { settings: { ...settingsOf({ spec }), restartPolicy: "Never" } } : {}),
    lines: [],
  });
  return { containerId: id };
}

function requireWhatItNeeds(
  engine: MemoryEngine,
  spec: ContainerSpec,
  secrets: ExecuteContext["secrets"],
): void {
  for (const variable of spec.env) {
    if ("secret" in variable && !Object.hasOwn(secrets, variable.secret)) {
      throw new Error(`no value for ${variable.name}`);
    }
  }
  for (const { path, secret } of spec.secretFiles ?? []) {
    if (!Object.hasOwn(secrets, secret)) throw new Error(`no value for ${path}`);
  }
  for (const mount of spec.mounts) {
    if (mount.type === "volume" && !engine.volumes.has(mount.volume)) {
      throw new HashikeError("DRIVER_CONTAINER_CREATE_FAILED", `volume ${mount.volume} does not exist`);
    }
  }
}

/** Where the image asks for a volume, and the container gets none; and for its secret files. */
function makeVolumes(
  engine: MemoryEngine,
  { container, anonymousVolumes = [] }: Extract<Action, { readonly type: "container.create" }>,
  id: string,
): readonly AnonymousVolume[] {
  const mounted = new Set([...container.mounts, ...anonymousVolumes].map((m) => m.target));
  const ofImage = (engine.images.get(container.image)?.volumes ?? []).filter((path) => !mounted.has(path));
  const forFiles = container.mounts.flatMap((m) => (m.type === "files" ? [m.target] : []));
  return [...ofImage, ...forFiles].map((target) => {
    const name = newId(engine, "vol");
    engine.volumes.set(name, { ownership: { kind: "foreign" }, madeFor: id });
    return { name, target };
  });
}

/** As a real engine: not those that another container has by now. */
function removeVolumesMadeFor(engine: MemoryEngine, id: string): void {
  const used = new Set(
    [...engine.containers.values()].flatMap((c) => c.anonymousVolumes ?? []).map((v) => v.name),
  );
  for (const [name, volume] of engine.volumes) {
    if (volume.madeFor === id && !used.has(name)) engine.volumes.delete(name);
  }
}

export function executeOnContainer(engine: MemoryEngine, action: ContainerAction, id: string): ActionOutput {
  const container = requireContainer(engine, id);
  switch (action.type) {
    case "container.start":
      startProcess(engine, container);
      setPolicy(container, container.spec?.restartPolicy, { from: "Always" });
      if (action.park !== undefined) leavePark(container, action.park);
      return {};
    case "container.unpause":
      container.state = "running";
      return {};
    case "container.signal":
      container.signals = [...(container.signals ?? []), action.signal];
      return {};
    case "container.stop":
      return stop(engine, container, action.preStop);
    case "container.rename":
      requireFreeName(engine, action.to);
      container.name = action.to;
      return {};
    case "container.remove":
      return remove(engine, container, action.withVolumes === true);
    case "container.hook":
      return runPostStart(engine, container, action.hook);
    case "container.update":
      container.settings = { ...settingsOf(container), ...action.settings };
      if (!isUp(container)) setPolicy(container, "Always", { from: "UnlessStopped" });
      return {};
    case "container.connect":
      return connect(engine, container, action.network, action.attachment);
    case "container.wait":
      return waitFor(engine, container, action);
  }
}

/** It runs without its host ports: another one has them. */
function leavePark(container: MemoryContainer, park: string): void {
  container.networks = container.networks.filter((n) => n.network !== park);
}

function remove(engine: MemoryEngine, container: MemoryContainer, withVolumes: boolean): ActionOutput {
  if (container.whyNotRemoved !== undefined) {
    Object.assign(container, { state: "dead", exitCode: 137 });
    throw new HashikeError(
      "DRIVER_CONTAINER_REMOVE_FAILED",
      `cannot remove container ${container.name}: ${container.whyNotRemoved}`,
    );
  }
  engine.containers.delete(container.id);
  const forFiles = new Set(container.spec?.mounts.flatMap((m) => (m.type === "files" ? [m.target] : [])));
  for (const { name, target } of container.anonymousVolumes ?? []) {
    if (forFiles.has(target)) engine.volumes.delete(name);
  }
  if (withVolumes) removeVolumesMadeFor(engine, container.id);
  return {};
}

function settingsOf({ settings, spec }: Pick<MemoryContainer, "settings" | "spec">) {
  const { resources = {}, restartPolicy = "Never", role = "main" } = settings ?? spec ?? {};
  return { resources, restartPolicy, role } as const;
}

/**
 * While one of `UnlessStopped` is down because Hashike stopped it, the engine has `Always` for it: that tells it from one that
 * somebody else stopped.
 */
function setPolicy(
  container: MemoryContainer,
  to: RestartPolicy | undefined,
  { from }: { readonly from: RestartPolicy },
): void {
  const settings = settingsOf(container);
  if (container.spec?.restartPolicy !== "UnlessStopped" || to === undefined) return;
  if (settings.restartPolicy === from) container.settings = { ...settings, restartPolicy: to };
}

function stop(engine: MemoryEngine, container: MemoryContainer, preStop: HookSpec | undefined): ActionOutput {
  if (!isUp(container)) return {};
  setPolicy(container, "Always", { from: "UnlessStopped" });
  const wrote = preStop === undefined ? undefined : engine.runHook(preStop);
  Object.assign(container, { state: "exited", exitCode: 143 });
  delete container.isWithoutPorts;
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
  { until }: Extract<Action, { readonly type: "container.wait" }>,
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
  if (isReady(engine, container)) return {};
  throw new HashikeError("DRIVER_NOT_READY", `container ${container.name} is not ready`, { details });
}

function requireFreeName(engine: MemoryEngine, name: string): void {
  const holder = findByName(engine, name);
  if (holder !== undefined) {
    throw new HashikeError("DRIVER_CONTAINER_CREATE_FAILED", `the name ${name} is held by ${holder.id}`);
  }
}
