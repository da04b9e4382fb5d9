import { type ContainerSpec, isSameOwner } from "../../desired/desired-state.ts";
import { isGoing, type MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { type ContainerRecord, decodeRecord, recordedPorts } from "../compare/record.ts";
import { mountsSame } from "../compare/recorded-mounts.ts";
import { portsClash } from "./host-ports.ts";

/**
 * Those of the removed containers whose place nobody takes. A successor is wanted by the same owner and takes over what
 * only one can have, a host port, or data; or, one for each, it is new and made from the same image.
 * @param current who stands for what is wanted, by name
 */
export function withoutSuccessor(
  removed: readonly ObservedContainer[],
  wanted: readonly ContainerSpec[],
  current: ReadonlyMap<string, ObservedContainer>,
): readonly ObservedContainer[] {
  const successors = wanted.map((spec) => ({ spec, before: recordOf(current.get(spec.name)) }));
  const heirs = new Set<ContainerSpec>();
  const others = removed.filter((container) => {
    const found = successors.filter(({ spec, before }) => takesOver(spec, before, container));
    for (const { spec } of found) heirs.add(spec);
    return found.length === 0;
  });
  const fresh = wanted.filter((spec) => !current.has(spec.name) && !heirs.has(spec));
  return others.filter((container) => {
    const at = fresh.findIndex((spec) => repositoryOf(spec.image) === repositoryOf(imageOf(container)));
    if (at >= 0) fresh.splice(at, 1);
    return at < 0;
  });
}

/**
 * Lets containers that only have other names in the manifest now stand for them: they are replaced like others, with the
 * way back. One that is new is the successor of one that goes when it takes over a host port or data.
 */
export function followRenames(specs: readonly ContainerSpec[], found: MatchedContainers): MatchedContainers {
  if (found.orphans.length === 0) return found;
  const current = new Map(found.current);
  const heirs = specs.filter(({ role, name }) => role === "main" && !current.has(name));
  const names = new Set(specs.map(({ name }) => name));
  const orphans = found.orphans.filter((orphan) => {
    // Another one waits for its name.
    if (names.has(orphan.name)) return true;
    const heir = heirs.find((spec) => !current.has(spec.name) && isRenamed(orphan, spec));
    if (heir !== undefined) current.set(heir.name, orphan);
    return heir === undefined;
  });
  return { ...found, current, orphans };
}

function isRenamed(orphan: ObservedContainer, spec: ContainerSpec): boolean {
  const { ownership, role, specName } = orphan;
  if (specName === undefined || role !== "main" || isGoing(orphan)) return false;
  if (ownership.kind !== "owned" || !isSameOwner(ownership.owner, spec.owner)) return false;
  return takesOver(spec, undefined, orphan);
}

/** What it had before it does not take over. */
function takesOver(
  spec: ContainerSpec,
  before: ContainerRecord | undefined,
  container: ObservedContainer,
): boolean {
  const record = recordOf(container);
  const ports = [...container.publishedPorts, ...recordedPorts(record)];
  const held = recordedPorts(before);
  const isTaken = spec.ports.some(
    (port) => ports.some((other) => portsClash(port, other)) && !held.some((own) => portsClash(port, own)),
  );
  if (isTaken) return true;
  return spec.mounts.some(
    (mount) => !mount.readOnly && mountsSame(record, mount) && !mountsSame(before, mount),
  );
}

function recordOf(container: ObservedContainer | undefined): ContainerRecord | undefined {
  return container?.record === undefined ? undefined : decodeRecord(container.record);
}

/** The reference in the manifest; an engine may list an ID in its place. */
function imageOf(container: ObservedContainer): string {
  const image = recordOf(container)?.image;
  return typeof image === "string" ? image : container.image;
}

/** Without its tag and digest: another version of the same image is made for the same. */
function repositoryOf(reference: string): string {
  const [named = ""] = reference.split("@");
  const colon = named.lastIndexOf(":");
  return colon > named.lastIndexOf("/") ? named.slice(0, colon) : named;
}
