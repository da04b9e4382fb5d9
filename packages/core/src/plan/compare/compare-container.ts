import { canonicalJson } from "../../desired/canonical-json.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import { isSameOwner, ownerKey } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { parksOf } from "../containers/misplaced.ts";
import type { ChosenImage } from "../resources/plan-images.ts";
import type { NetworksPart } from "../resources/plan-networks.ts";
import type { Cause, FieldChange, Json } from "../steps/cause.ts";
import { attachmentChanges, isRejoined } from "./attachment-changes.ts";
import { diffRecords } from "./diff-records.ts";
import { lostPorts } from "./lost-ports.ts";
import { type ContainerRecord, decodeRecord } from "./record.ts";

export interface Comparison {
  readonly spec: ContainerSpec;
  /** The record that it is to have, as `encodeRecord` gives it. */
  readonly recordText: string;
  readonly current: ObservedContainer;
  readonly image: ChosenImage | undefined;
  readonly networks: NetworksPart;
  /** {@link EngineFacts.updatablePaths} */
  readonly updatablePaths: readonly string[];
  /** An init container before it that runs again, or ran after it was created. */
  readonly outdatedBy: string | undefined;
}

/** @returns why a new container is needed in place of the current one; `undefined` when none is */
export function replaceCause(comparison: Comparison): Cause | undefined {
  const { current, spec, outdatedBy } = comparison;
  if (current.ownership.kind !== "owned") {
    return { kind: "adopted", from: "hashike-py" };
  }
  if (!isSameOwner(current.ownership.owner, spec.owner)) {
    return { kind: "adopted", from: ownerKey(current.ownership.owner) };
  }
  if (current.specName !== undefined && current.specName !== spec.name) {
    return { kind: "renamed", from: current.specName };
  }
  const changes = joined(recordChanges(comparison), imageChanges(comparison));
  if (changes.length > 0) {
    const own = changes.filter((change) => !change.path.startsWith(initContainersPath));
    if (own.length > 0) return { kind: "changed", changes: own };
  }
  const broken = joined(unrepairable(comparison), lostValues(comparison));
  if (broken.length > 0) return { kind: "drift", changes: broken };
  const init = outdatedBy ?? firstNewInit(changes);
  return init === undefined ? undefined : { kind: "dependency", on: init };
}

const initContainersPath = "initContainers.";

/** One that was taken out of the manifest has done its work: no reason to disturb who came after it. */
function firstNewInit(changes: readonly FieldChange[]): string | undefined {
  return changes
    .find((change) => change.path.startsWith(initContainersPath) && change.to !== undefined)
    ?.path.slice(initContainersPath.length);
}

/** A difference that can be put right without a new container. */
export interface LiveChange extends FieldChange {
  /** Whether the manifest asks for something else than before; if not, somebody changed it by hand. */
  readonly isWanted: boolean;
}

/** What of the running container is not as wanted. Three ways: the manifest, what was last applied, and what is. */
export function liveChanges(comparison: Omit<Comparison, "outdatedBy">): readonly LiveChange[] {
  const { current, spec, networks } = comparison;
  const state = isAsItShouldBe(current, spec)
    ? none
    : [{ path: "state", from: current.state, to: "running", isWanted: false }];
  const settings = joined(networkChanges(comparison), settingChanges(comparison));
  return joined(joined(settings, lostPorts(current, spec, networks)), state);
}

/** Most containers are as wanted, and a plan looks at thousands: no list is made for what has no entry. */
function joined<T>(some: readonly T[], others: readonly T[]): readonly T[] {
  if (others.length === 0) return some;
  return some.length === 0 ? others : [...some, ...others];
}

const none: readonly never[] = [];

/** Joined by hand and never applied is none of our business: a proxy may look after it. */
function networkChanges(comparison: Omit<Comparison, "outdatedBy">): readonly LiveChange[] {
  const { current, spec, networks } = comparison;
  if (
    current.networks.length === spec.networks.length &&
    spec.networks.every((name) => isOn(current, name))
  ) {
    return rejoined(comparison);
  }
  const attached = new Set(current.networks.map((n) => n.network));
  const before = appliedRecord(comparison);
  const applied = Array.isArray(before?.networks) ? before.networks : [];
  const join = spec.networks
    .filter((name) => !attached.has(name))
    .map((name) => ({
      path: `networks.${name}`,
      from: "disconnected",
      to: "connected",
      isWanted: before !== undefined && (!applied.includes(name) || isRejoined(spec, before, name)),
    }));
  const leave = [...attached]
    .filter((name) => !spec.networks.includes(name) && applied.includes(name))
    .sort()
    .map((name) => ({ path: `networks.${name}`, from: "connected", to: "disconnected", isWanted: true }));
  const unpark = parksOf(current, networks.onEngine).map((name) => ({
    path: `networks.${name}`,
    from: "connected",
    to: "disconnected",
    isWanted: false,
  }));
  return [...join, ...leave, ...rejoined(comparison), ...unpark];
}

/** Most containers have no more on their networks than others. */
function rejoined(comparison: Omit<Comparison, "outdatedBy">): readonly LiveChange[] {
  const { current, spec, recordText } = comparison;
  if (spec.attachments === undefined && current.record === recordText) return none;
  return attachmentChanges(spec, current, appliedRecord(comparison));
}

function isOn(current: ObservedContainer, network: string): boolean {
  return current.networks.some((n) => n.network === network);
}

function settingChanges(comparison: Omit<Comparison, "outdatedBy">): readonly LiveChange[] {
  const { current, updatablePaths } = comparison;
  if (!hasDifferences(current)) return none;
  const before = appliedRecord(comparison);
  const record = wantedRecord(comparison);
  return current.liveDifferences.flatMap(({ path, live }) => {
    const wanted = valueAt(record, path);
    if (wanted === undefined || !updatablePaths.includes(path)) return [];
    const isWanted = canonicalJson(valueAt(before, path)) !== canonicalJson(wanted);
    return [{ path, ...(live === undefined ? {} : { from: live }), to: wanted, isWanted }];
  });
}

/** What can be changed, or was, without a new container is no reason for one. */
function recordChanges(comparison: Comparison): readonly FieldChange[] {
  const { current, recordText } = comparison;
  if (current.record === recordText) return none;
  const before = appliedRecord(comparison);
  if (before === undefined) return [{ path: "last-applied record", from: "unreadable", to: "written anew" }];
  return diffRecords(before, wantedRecord(comparison)).filter((change) => !isLive(change, comparison));
}

/** What the manifest asks for that can be applied in place, and that is not what was last applied. */
export function changesInPlace(comparison: Comparison): readonly FieldChange[] {
  if (comparison.current.record === comparison.recordText) return none;
  const before = appliedRecord(comparison);
  if (before === undefined) return none;
  return diffRecords(before, wantedRecord(comparison)).filter((change) => isLive(change, comparison));
}

function isLive(change: FieldChange, { current, updatablePaths }: Comparison): boolean {
  const { path, to } = change;
  // Whose stops are told apart from Hashike's own is settled when it is created.
  if (path === "restartPolicy" && [change.from, to].includes("UnlessStopped")) return false;
  if (path === "networks" || path.startsWith("attachments.")) return true;
  return current.liveDifferences !== undefined && updatablePaths.includes(path) && to !== undefined;
}

/** A value that nobody wants and somebody gave: an engine can change it, but not take it away. */
function lostValues(comparison: Comparison): readonly FieldChange[] {
  const { current, updatablePaths } = comparison;
  if (!hasDifferences(current)) return none;
  const before = appliedRecord(comparison);
  const record = wantedRecord(comparison);
  return current.liveDifferences.flatMap(({ path, live }) => {
    if (live === undefined || !updatablePaths.includes(path)) return [];
    if (valueAt(record, path) !== undefined || valueAt(before, path) !== undefined) return [];
    return [{ path, from: live }];
  });
}

/** What was last applied. Most containers are as wanted, and neither text need be read. */
function appliedRecord({ current }: Pick<Comparison, "current">): ContainerRecord | undefined {
  return current.record === undefined ? undefined : decodeRecord(current.record);
}

function wantedRecord({ recordText }: Pick<Comparison, "recordText">): ContainerRecord {
  return decodeRecord(recordText) ?? {};
}

function hasDifferences(
  current: ObservedContainer,
): current is ObservedContainer & Required<Pick<ObservedContainer, "liveDifferences">> {
  return current.liveDifferences !== undefined && current.liveDifferences.length > 0;
}

/** @param path as a change has it: `resources.memoryLimitBytes` */
function valueAt(record: ContainerRecord | undefined, path: string): Json | undefined {
  let value: Json | undefined = record;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const object = value as { readonly [key: string]: Json };
    value = Object.hasOwn(object, key) ? object[key] : undefined;
  }
  return value;
}

function imageChanges(comparison: Comparison): readonly FieldChange[] {
  const { current, spec, image } = comparison;
  if (image === undefined || current.imageId === image.identity) return none;
  const before = appliedRecord(comparison);
  // Another reference is already named by the record.
  if (before !== undefined && before.image !== spec.image) return [];
  return [{ path: "image", from: current.imageId, to: image.identity }];
}

function unrepairable({ current, networks }: Comparison): readonly FieldChange[] {
  if (current.networks.every((n) => networks.existing.get(n.network)?.id === n.networkId)) return none;
  // An endpoint on a network that was removed and made again cannot be joined any more.
  return current.networks.flatMap((attachment) => {
    const existing = networks.existing.get(attachment.network);
    if (existing?.id === attachment.networkId) return [];
    const isWanted =
      existing !== undefined || networks.changes.some((c) => c.target.name === attachment.network);
    if (!isWanted || attachment.networkId === "") return [];
    return [
      { path: `networks.${attachment.network}`, from: attachment.networkId, to: existing?.id ?? "made anew" },
    ];
  });
}

function isToStayDown(current: ObservedContainer, { restartPolicy }: ContainerSpec): boolean {
  switch (restartPolicy) {
    case "Never":
      return true;
    case "OnFailure":
      return current.exitedZero;
    case "UnlessStopped":
      return current.isStoppedByHand === true;
    case "Always":
      return false;
  }
}

/**
 * A container that ended by itself is only started when its restart policy would: a finished job stays finished,
 * also when a timer applies every minute.
 */
export function isAsItShouldBe(current: ObservedContainer, spec: ContainerSpec): boolean {
  switch (current.state) {
    case "running":
    case "restarting":
      return true;
    case "exited":
      return isToStayDown(current, spec);
    default:
      return false;
  }
}
