import type { DesiredState, Owner } from "../desired/desired-state.ts";
import { ownerKey } from "../desired/desired-state.ts";
import { type Diagnostic, HashikeError } from "../errors.ts";
import { type MatchedContainers, matchContainers } from "../observed/match-containers.ts";
import type { ObservedState, RevisionNote } from "../observed/observed-state.ts";
import { claimNames } from "./claims/claim-names.ts";
import { findConflicts, settleConflicts } from "./claims/conflicts.ts";
import { goBackFromCutOffPasses } from "./claims/cut-off-passes.ts";
import { unitePasses } from "./claims/passing-units.ts";
import { followRenames } from "./claims/successors.ts";
import { unpublishedPorts } from "./compare/lost-ports.ts";
import { containerKey, notesByContainer } from "./containers/notes.ts";
import { forgetNotes, forgetRecords } from "./containers/plan-notes.ts";
import { planRemovals } from "./containers/plan-removals.ts";
import { planWaitingContainers } from "./containers/plan-waiting.ts";
import { planFacts } from "./facts.ts";
import { checkGuards } from "./guards.ts";
import type { Plan, PlanOptions } from "./plan-types.ts";
import { leftVolumeNotice } from "./replace/anonymous-volumes.ts";
import { replaceFacts } from "./replace/replace-facts.ts";
import { withMadeFolders } from "./resources/made-folders.ts";
import { planHostPaths, withChecks } from "./resources/plan-host-paths.ts";
import { planImages } from "./resources/plan-images.ts";
import { planNetworks } from "./resources/plan-networks.ts";
import { planParks } from "./resources/plan-parks.ts";
import { planVolumes } from "./resources/plan-volumes.ts";
import { attachSecrets } from "./secrets.ts";
import type { Action, Target } from "./steps/action.ts";
import { makeAtomic } from "./steps/atomic.ts";
import { orderActions } from "./steps/order-actions.ts";
import type { PlanPart } from "./steps/part.ts";

/**
 * Works out what to do so that the observed state becomes the desired one. Pure and deterministic: the same
 * inputs give the same plan, in whatever order their lists are.
 * @returns a plan whose `actions` is empty when there is nothing to do
 * @throws HashikeError `PLAN_BLOCKED` with every reason as a diagnostic, when something wanted belongs to somebody
 *   else, is missing, or cannot be had; `PLAN_GUARDED` for what is more likely an accident. Nothing may then be
 *   changed.
 */
export function plan(wanted: DesiredState, observed: ObservedState, options: PlanOptions = {}): Plan {
  const desired = sortDesired(wanted);
  const found = followRenames(
    desired.containers,
    goBackFromCutOffPasses(
      desired.containers,
      matchContainers(desired.containers, desired.owners, observed.containers, observed.networks),
    ),
  );
  checkGuards(desired, observed, found, options);
  const claimed = claimNames(desired, observed, found, options);
  const { matched } = claimed;
  const networks = planNetworks(desired, observed);
  const volumes = planVolumes(desired, observed);
  const images = planImages(desired, observed);
  const hostPaths = planHostPaths(desired, observed, images);
  const forReplace = replaceFacts(desired, observed, matched);
  const containers = planWaitingContainers({
    desired,
    matched,
    leftovers: new Map(matched.leftovers.map((c) => [c.name, c])),
    networks,
    volumes,
    images,
    observed,
    notes: notesByContainer(observed.revisions),
    options,
    forReplace,
  });

  const passes = containers.actions.length === 0 ? [] : forReplace().passes;
  const conflicts = findConflicts(containers.actions, desired.containers, observed, claimed, passes);
  const isClean = matched.orphans.length === 0 && matched.leftovers.length === 0;
  const removals = planRemovals({
    matched,
    inTheWay: conflicts.inTheWay,
    lastStarts: lastActions(isClean ? [] : containers.actions),
    orphans: { cause: { kind: "orphaned" }, suffix: ":orphan" },
  });
  const parks = planParks(desired.owners, observed, [...containers.actions, ...removals.actions]);
  const parts: readonly PlanPart[] = [networks, volumes, images, hostPaths, containers, removals, parks];

  const problems = [...parts.flatMap((p) => p.problems), ...claimed.problems, ...conflicts.problems];
  if (problems.length > 0) throw blocked(problems);

  const settled = settleConflicts(containers.actions, conflicts, matched, removals.freed, desired.containers);
  const notes = forgetNotes(
    staleNotes(desired, observed, matched, containers.actions),
    { kind: "orphaned" },
    [],
  );
  const forgotten = forgetRecords(observed, [...containers.actions, ...removals.actions]);
  const others = [
    ...[networks, volumes, images, removals, parks].flatMap((p) => p.actions),
    ...notes,
    ...forgotten,
  ];
  const checked = withChecks([...others, ...settled], hostPaths.checks, desired);
  const folders = withMadeFolders(checked, desired, observed);
  const isAtomic = options.atomic === true;
  const united = unitePasses({ actions: folders.actions, onFailure: containers.onFailure }, passes, isAtomic);
  const { actions, onFailure } = isAtomic ? makeAtomic(united.actions, united.onFailure) : united;
  return attachSecrets(
    {
      version: 1,
      owners: desired.owners,
      changes: sortedByTarget(
        parts.flatMap((p) => p.changes),
        (change) => change.target,
      ),
      actions: orderActions(actions),
      unchanged: sortedByTarget(
        parts.flatMap((p) => p.unchanged),
        (target) => target,
      ),
      heldBack: sortedByTarget(
        parts.flatMap((p) => p.heldBack),
        (held) => held.target,
      ),
      troubled: sortedByTarget(
        parts.flatMap((p) => p.troubled),
        (trouble) => trouble.target,
      ),
      onFailure: sortedByKey(onFailure),
      notices: [
        ...desired.notices,
        ...parts.flatMap((p) => p.notices),
        ...removals.left.map(leftVolumeNotice),
        ...claimed.notices,
        ...folders.notices,
        ...unpublishedPorts(desired, networks, observed.engine),
      ],
      facts: planFacts(desired, observed, matched),
    },
    desired.secrets,
  );
}

function staleNotes(
  desired: DesiredState,
  { revisions }: ObservedState,
  { current }: MatchedContainers,
  actions: readonly Action[],
): readonly RevisionNote[] {
  if (revisions.length === 0) return [];
  const wanted = new Set(desired.containers.map((c) => containerKey(c.owner, c.name)));
  // What is noted anew takes the place of what was noted before.
  const renewed = new Set(
    actions.flatMap((a) =>
      a.type === "revision.note" ? [containerKey(a.note.owner, a.note.container)] : [],
    ),
  );
  return revisions.filter(({ owner, container, failed, taken }) => {
    const key = containerKey(owner, container);
    const isTelling =
      failed !== undefined || (taken !== undefined && current.get(container)?.id === taken.containerId);
    return !renewed.has(key) && (!isTelling || !wanted.has(key));
  });
}

/** Planners walk the lists as they come, so these come in one order. What is observed is looked up by name. */
function sortDesired(desired: DesiredState): DesiredState {
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => compare(a.name, b.name);
  return {
    ...desired,
    owners: [...desired.owners].sort((a, b) => compare(ownerKey(a), ownerKey(b))),
    networks: [...desired.networks].sort(byName),
    volumes: [...desired.volumes].sort(byName),
    images: [...desired.images].sort((a, b) => compare(a.reference, b.reference)),
    hostPaths: [...desired.hostPaths].sort((a, b) => compare(a.path + a.type, b.path + b.type)),
    containers: [...desired.containers].sort(byName),
  };
}

/** By owner, the actions after which its containers run as wanted. */
function lastActions(actions: readonly Action[]): ReadonlyMap<string, readonly string[]> {
  const last = new Map<string, string[]>();
  for (const action of actions) {
    if (action.type !== "container.start" && action.type !== "container.wait") continue;
    if (action.target.owner === undefined) continue;
    const key = ownerKey(action.target.owner);
    const ids = last.get(key);
    if (ids === undefined) last.set(key, [action.id]);
    else ids.push(action.id);
  }
  return last;
}

function blocked(problems: readonly Diagnostic[]): HashikeError {
  const diagnostics = [...problems].sort((a, b) => compare(describe(a), describe(b)));
  const [first] = diagnostics;
  const message =
    diagnostics.length === 1 && first !== undefined
      ? describe(first)
      : `${diagnostics.length} things stand in the way; nothing was changed`;
  return new HashikeError("PLAN_BLOCKED", message, {
    diagnostics,
    hint: diagnostics.length === 1 ? first?.hint : undefined,
    at: first?.at,
  });
}

function describe(diagnostic: Diagnostic): string {
  return diagnostic.path === undefined ? diagnostic.message : `${diagnostic.path}: ${diagnostic.message}`;
}

const kindOrder = ["network", "volume", "hostPath", "image", "container"] as const;

function sortedByTarget<T>(list: readonly T[], targetOf: (item: T) => Target): T[] {
  return [...list].sort((a, b) => compareTargets(targetOf(a), targetOf(b)));
}

function sortedByKey<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const keys = Object.keys(record);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") < key);
  // Planners walk sorted lists, so it mostly is; and the copy would have thousands of keys.
  return isSorted ? record : Object.fromEntries(Object.entries(record).sort(([a], [b]) => compare(a, b)));
}

/** By kind, owner and name. */
function compareTargets(a: Target, b: Target): number {
  if (a.kind !== b.kind) return kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind);
  // Without making a key of each: neighbours mostly share their owner.
  if (a.owner === b.owner) return compare(a.name, b.name);
  return compare(keyOf(a.owner), keyOf(b.owner)) || compare(a.name, b.name);
}

function keyOf(owner: Owner | undefined): string {
  return owner === undefined ? "" : ownerKey(owner);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
