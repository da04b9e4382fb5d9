import { type DesiredState, isSameOwner, type Owner, ownerKey } from "../desired/desired-state.ts";
import { type Diagnostic, HashikeError } from "../errors.ts";
import { isGoing, type MatchedContainers } from "../observed/match-containers.ts";
import type { ObservedContainer, ObservedState, Ownership } from "../observed/observed-state.ts";
import { withoutSuccessor } from "./claims/successors.ts";
import type { PlanOptions } from "./plan-types.ts";

/**
 * Refuses what is more likely an accident than a wish: a manifest of which half is missing, or one that has got
 * another name, so that all it had stays behind. Containers that only have other names now are no accident.
 * @throws HashikeError `PLAN_GUARDED` with every reason as a diagnostic, unless `allowDestroy` is given
 */
export function checkGuards(
  desired: DesiredState,
  observed: ObservedState,
  matched: MatchedContainers,
  options: PlanOptions,
): void {
  if (options.allowDestroy === true) return;
  const vanished = new Set(desired.vanished?.map(ownerKey));
  const named = desired.owners.filter((owner) => !vanished.has(ownerKey(owner)));
  const refusals = [
    ...named.flatMap((owner) => massRemoval(owner, desired, matched)),
    ...massVanishing(vanished, desired, matched),
    ...changedIdentities(desired, observed),
  ];
  const [first] = refusals;
  if (first === undefined) return;
  const message =
    refusals.length === 1
      ? `${first.path}: ${first.message}`
      : `${refusals.length} things look like an accident; nothing was changed`;
  throw new HashikeError("PLAN_GUARDED", message, {
    diagnostics: refusals,
    hint: "check the manifest; if that is what you want, give --allow-destroy",
  });
}

/** What has a successor is not lost: its place is taken in the same manifest. A sandbox holds nothing that could be. */
function massRemoval(owner: Owner, desired: DesiredState, matched: MatchedContainers): readonly Diagnostic[] {
  if (desired.scaling?.[ownerKey(owner)] !== undefined) return [];
  const isOwn = ({ ownership, role }: ObservedContainer) =>
    ownership.kind === "owned" && isSameOwner(ownership.owner, owner) && role !== "sandbox";
  const removed = matched.orphans.filter((c) => isOwn(c) && !isGoing(c));
  if (removed.length === 0) return [];
  const kept = [...matched.current.values()].filter(isOwn).length;
  const total = removed.length + kept;
  if (removed.length * 2 <= total) return [];
  const wanted = desired.containers.filter((spec) => isSameOwner(spec.owner, owner));
  const lost = withoutSuccessor(removed, wanted, matched.current);
  if (lost.length * 2 <= total) return [];
  const names = shortList(lost.map((c) => c.name));
  const why =
    wanted.length === 0
      ? "no container is left in the manifest"
      : "no new one takes a host port, data or the image of them over, as after a rename";
  return [
    {
      severity: "error",
      path: ownerKey(owner),
      message: `${lost.length} of its ${total} containers would be removed: ${names}; ${why}`,
    },
  ];
}

/** More owners that are not named any more than such that are: half of a folder may be missing. */
function massVanishing(
  vanished: ReadonlySet<string>,
  { containers }: DesiredState,
  { orphans, current }: MatchedContainers,
): readonly Diagnostic[] {
  const removed = orphans.filter((c) => vanished.has(keyOf(c.ownership)) && !isGoing(c));
  if (removed.length === 0) return [];
  const lost = keysOf(withoutSuccessor(removed, containers, current));
  const kept = keysOf(current.values());
  if (lost.length <= kept.length) return [];
  return [
    {
      severity: "error",
      path: shortList(lost),
      message: `${lost.length} of ${lost.length + kept.length} applied from here with containers would be removed, as they are not named any more`,
    },
  ];
}

function keysOf(containers: Iterable<ObservedContainer>): readonly string[] {
  return [...new Set([...containers].map(({ ownership }) => keyOf(ownership)))].sort();
}

function keyOf(ownership: Ownership): string {
  return ownership.kind === "owned" ? ownerKey(ownership.owner) : "";
}

/** A source that was applied under another name before would leave everything of that name behind. */
function changedIdentities(desired: DesiredState, observed: ObservedState): readonly Diagnostic[] {
  const applied = new Set(desired.owners.map(ownerKey));
  const newOwners = new Map(Object.entries(desired.sources).map(([key, source]) => [source, key]));
  const before = new Map<string, string>();
  for (const { ownership, source } of observed.containers) {
    if (ownership.kind !== "owned" || source === undefined) continue;
    const key = ownerKey(ownership.owner);
    if (!applied.has(key) && newOwners.has(source)) before.set(key, source);
  }
  return [...before].sort().map(([key, source]) => ({
    severity: "error",
    path: newOwners.get(source) ?? key,
    message: `${source} was applied as ${key} before, whose containers would stay behind`,
  }));
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
