import type { ActionOutput, ExecuteContext } from "../apply/driver.ts";
import { resolveContainerId } from "../apply/resolve-refs.ts";
import { ownerKey, type VolumeSpec } from "../desired/desired-state.ts";
import { placeholdersIn, revealSecrets } from "../desired/secret-values.ts";
import { HashikeError } from "../errors.ts";
import type { Action } from "../plan/steps/action.ts";
import { createContainer, executeOnContainer } from "./memory-containers.ts";
import type { MemoryEngine } from "./memory-engine.ts";
import { createNetwork, disconnect, removeNetwork, switchPorts } from "./memory-networks.ts";

/** Carries one action out. @throws HashikeError as a real driver does */
export function executeInMemory(engine: MemoryEngine, action: Action, context: ExecuteContext): ActionOutput {
  switch (action.type) {
    case "hostPath.check":
      if (!engine.hostPaths.has(action.path)) engine.hostPaths.set(action.path, "file");
      return action.files === undefined
        ? {}
        : { mountedFiles: new Map(action.files.map((path) => [path, engine.fileVersions.get(path)])) };
    case "hostPath.remove":
      if (engine.hostPaths.get(action.path) === "directory") engine.hostPaths.delete(action.path);
      return {};
    case "network.create":
      return createNetwork(engine, action.network);
    case "network.remove":
      return removeNetwork(engine, action.networkId);
    case "volume.create":
      return createVolume(engine, action.volume, context);
    case "volume.remove":
      engine.volumes.delete(action.volumeName);
      return {};
    case "image.pull":
      return pull(engine, action);
    case "image.remove":
      return removeImage(engine, action.imageId, context);
    case "container.create":
      return createContainer(engine, action, context);
    case "revision.note":
      return note(engine, action);
    case "record.note":
      return noteRecord(engine, action);
    case "object.note":
      return noteObject(engine, action, context);
    case "container.disconnect":
      return disconnect(engine, action.network, resolveContainerId(action.container, context.outputs));
    case "container.switch":
      return switchPorts(engine, action, context);
    default:
      return executeOnContainer(engine, action, resolveContainerId(action.container, context.outputs));
  }
}

function createVolume(
  engine: MemoryEngine,
  { name, owner, driver, isTemporary }: VolumeSpec,
  { secrets }: ExecuteContext,
): ActionOutput {
  const { name: by = "local", options = {} } = driver ?? {};
  const revealed = Object.entries(options).map(([key, value]) => [key, revealSecrets(value, secrets)]);
  engine.volumes.set(name, {
    ownership: { kind: "owned", owner },
    driver: { name: by, options: Object.fromEntries(revealed) },
    ...(isTemporary === undefined ? {} : { isTemporary }),
  });
  return {};
}

function pull(
  engine: MemoryEngine,
  { image: { reference }, users }: Extract<Action, { readonly type: "image.pull" }>,
): ActionOutput {
  const remote = engine.remotes.get(reference);
  if (remote?.status !== "current") {
    throw new HashikeError("DRIVER_IMAGE_PULL_FAILED", `cannot pull ${reference}`);
  }
  // Like a real image ID, it depends on the content alone.
  const id = `id-of-${remote.digest}`;
  const notes = engine.brought.get(id);
  const isNew = [...engine.images.values()].every((image) => image.id !== id);
  if (users !== undefined && (isNew || notes !== undefined))
    engine.brought.set(id, [...(notes ?? []), { number: engine.nextId++, name: reference, users }]);
  engine.images.set(reference, { id, digests: [remote.digest] });
  return { imageId: id };
}

function removeImage(engine: MemoryEngine, id: string, { outputs }: ExecuteContext): ActionOutput {
  const isBroughtAnew = [...outputs.values()].some(({ imageId }) => imageId === id);
  if (isBroughtAnew || [...engine.containers.values()].some(({ imageId }) => imageId === id)) return {};
  for (const [reference, image] of engine.images) if (image.id === id) engine.images.delete(reference);
  engine.brought.delete(id);
  return {};
}

function note(engine: MemoryEngine, { note, failed }: Extract<Action, { readonly type: "revision.note" }>) {
  const key = `${ownerKey(note.owner)} ${note.container}`;
  if (failed === undefined && note.taken === undefined) engine.revisions.delete(key);
  else if (failed === undefined) engine.revisions.set(key, note);
  else engine.revisions.set(key, { ...note, failed: { ...failed, atSeconds: engine.nowSeconds } });
  return {};
}

function noteRecord(
  engine: MemoryEngine,
  { note, applied }: Extract<Action, { readonly type: "record.note" }>,
): ActionOutput {
  const key = `${ownerKey(note.owner)} ${note.container}`;
  if (applied === undefined) engine.records.delete(key);
  else engine.records.set(key, { ...note, ...applied });
  return {};
}

function noteObject(
  engine: MemoryEngine,
  { target: { owner }, object, source }: Extract<Action, { readonly type: "object.note" }>,
  { secrets }: ExecuteContext,
): ActionOutput {
  if (owner === undefined) throw new Error("a note of no object");
  const earlier = engine.objects.get(ownerKey(owner));
  for (const id of placeholdersIn(JSON.stringify(earlier?.manifest ?? {}))) engine.objectValues.delete(id);
  engine.objects.delete(ownerKey(owner));
  if (object === undefined) return {};
  for (const id of placeholdersIn(JSON.stringify(object.manifest)))
    engine.objectValues.set(id, secrets[id] ?? "");
  engine.objects.set(ownerKey(owner), {
    ...object,
    ...(source === undefined ? {} : { source }),
    generation: (earlier?.generation ?? 0) + 1,
    createdAtSeconds: earlier?.createdAtSeconds ?? engine.nowSeconds,
  });
  return {};
}
