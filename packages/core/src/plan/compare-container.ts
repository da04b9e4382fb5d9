import type { ContainerSpec } from "../desired/desired-state.ts";
import { ownerKey } from "../desired/desired-state.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Cause, FieldChange } from "./cause.ts";
import { diffRecords } from "./diff-records.ts";
import type { ChosenImage } from "./plan-images.ts";
import type { NetworksPart } from "./plan-networks.ts";
import { type ContainerRecord, decodeRecord } from "./record.ts";

export interface Comparison {
  readonly spec: ContainerSpec;
  readonly record: ContainerRecord;
  readonly recordText: string;
  readonly current: ObservedContainer;
  readonly image: ChosenImage | undefined;
  readonly networks: NetworksPart;
  /** An init container before it that runs again, or ran after it was created. */
  readonly outdatedBy: string | undefined;
}

/** @returns why a new container is needed in place of the current one; `undefined` when none is */
export function replaceCause(comparison: Comparison): Cause | undefined {
  const { current, spec, outdatedBy } = comparison;
  if (current.ownership.kind !== "owned") {
    return { kind: "adopted", from: "hashike-py" };
  }
  if (ownerKey(current.ownership.owner) !== ownerKey(spec.owner)) {
    return { kind: "adopted", from: ownerKey(current.ownership.owner) };
  }
  const changes = [...recordChanges(comparison), ...imageChanges(comparison)];
  const own = changes.filter((change) => !change.path.startsWith(initContainersPath));
  if (own.length > 0) return { kind: "changed", changes: own };
  const broken = unrepairable(comparison);
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

/** What somebody changed on a container that can be put right without a new one. */
export function liveDrift(comparison: Omit<Comparison, "outdatedBy">): readonly FieldChange[] {
  const { current, spec } = comparison;
  const attached = new Set(current.networks.map((n) => n.network));
  const networks = spec.networks
    .filter((name) => !attached.has(name))
    .map((name) => ({ path: `networks.${name}`, from: "disconnected", to: "connected" }));
  const state = isAsItShouldBe(current, spec) ? [] : [{ path: "state", from: current.state, to: "running" }];
  return [...networks, ...state];
}

function recordChanges({ current, record, recordText }: Comparison): readonly FieldChange[] {
  if (current.record === recordText) return [];
  const before = current.record === undefined ? undefined : decodeRecord(current.record);
  if (before === undefined) return [{ path: "last-applied record", from: "unreadable", to: "written anew" }];
  return diffRecords(before, record);
}

function imageChanges({ current, record, image }: Comparison): readonly FieldChange[] {
  if (image === undefined || current.imageId === image.identity) return [];
  const before = current.record === undefined ? undefined : decodeRecord(current.record);
  // Another reference is already named by the record.
  if (before !== undefined && before.image !== record.image) return [];
  return [{ path: "image", from: current.imageId, to: image.identity }];
}

function unrepairable({ current, networks }: Comparison): readonly FieldChange[] {
  if (current.state === "dead" || current.state === "removing") {
    return [{ path: "state", from: current.state, to: "running" }];
  }
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

/**
 * A container that ended by itself is only started when its restart policy would: a finished job stays finished,
 * also when a timer applies every minute.
 */
function isAsItShouldBe(current: ObservedContainer, spec: ContainerSpec): boolean {
  switch (current.state) {
    case "running":
    case "restarting":
      return true;
    case "exited":
      if (spec.restartPolicy === "Never") return true;
      return spec.restartPolicy === "OnFailure" && current.exitedZero;
    default:
      return false;
  }
}
