import type { DesiredState } from "../desired/desired-state.ts";
import { ownerKey } from "../desired/desired-state.ts";
import { matchContainers } from "../observed/match-containers.ts";
import type { ObservedState } from "../observed/observed-state.ts";
import { blocked } from "./blocked.ts";
import { claimNames } from "./claims/claim-names.ts";
import { findConflicts, settleConflicts } from "./claims/conflicts.ts";
import { goBackFromCutOffPasses } from "./claims/cut-off-passes.ts";
import { followRenames } from "./claims/successors.ts";
import { unpublishedPorts } from "./compare/lost-ports.ts";
import { growingLogs } from "./containers/growing-logs.ts";
import { planContainers } from "./containers/plan-containers.ts";
import { planRemovals } from "./containers/plan-removals.ts";
import { sandboxesLast } from "./containers/pods.ts";
import { planFacts } from "./facts.ts";
import { checkGuards } from "./guards.ts";
import type { Plan, PlanOptions } from "./plan-types.ts";
import { leftVolumeNotice } from "./replace/anonymous-volumes.ts";
import { replaceFacts } from "./replace/replace-facts.ts";
import { madeFolderNotices, madeFolders } from "./resources/made-folders.ts";
import { planHostPaths, withChecks } from "./resources/plan-host-paths.ts";
import { planImages } from "./resources/plan-images.ts";
import { planNetworks } from "./resources/plan-networks.ts";
import { planObjects } from "./resources/plan-objects.ts";
import { planOldImages } from "./resources/plan-old-images.ts";
import { planParks } from "./resources/plan-parks.ts";
import { planTemporaryVolumes } from "./resources/plan-temporary-volumes.ts";
import { planVolumes } from "./resources/plan-volumes.ts";
import { notesByContainer } from "./revisions/notes.ts";
import { forgetNotes, forgetRecords, staleNotes } from "./revisions/plan-notes.ts";
import { attachSecrets } from "./secrets.ts";
import { sortDesired, sortedByKey, sortedByTarget } from "./sorted.ts";
import type { Action } from "./steps/action.ts";
import { withBarriers } from "./steps/barriers.ts";
import { orderActions } from "./steps/order-actions.ts";
import { emptyPart, mergeParts } from "./steps/part.ts";
import { unsupportedFields } from "./unsupported-fields.ts";

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
  const images = planImages(desired, observed, matched.current);
  const hostPaths = planHostPaths(desired, observed, images);
  const forReplace = replaceFacts(desired, observed, matched);
  const foldersFor = madeFolders(desired, observed);
  const containers = planContainers({
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
    foldersFor,
  });

  const claims = { ...containers, specs: desired.containers, observed, claimed };
  const conflicts = findConflicts(claims);
  const isClean = matched.orphans.length === 0 && matched.leftovers.length === 0;
  const removals = planRemovals({
    matched,
    inTheWay: conflicts.inTheWay,
    lastStarts: lastActions(isClean ? [] : containers.actions),
    scaling: desired.scaling,
    orphans: { cause: { kind: "orphaned" }, suffix: ":orphan" },
  });
  const settled = settleConflicts(claims, conflicts, removals.actions);
  const parks = planParks(desired.owners, observed, [...settled.actions, ...removals.actions]);
  const parts = [networks, volumes, images, hostPaths, { ...containers, ...settled }, removals, parks];
  const whole = mergeParts(emptyPart(), ...parts);

  const problems = [
    ...unsupportedFields(desired.containers, observed.engine),
    ...whole.problems,
    ...claimed.problems,
    ...conflicts.problems,
  ];
  if (problems.length > 0) throw blocked(problems);

  const stale = staleNotes(desired, observed, matched, whole.actions);
  const actions = withBarriers(
    withChecks(
      [
        ...sandboxesLast(whole.actions, observed.containers),
        ...forgetNotes(stale, { kind: "orphaned" }, []),
        ...forgetRecords(observed, whole.actions),
      ],
      hostPaths.checks,
      desired,
    ),
  );
  const oldImages = planOldImages({ desired, observed, chosen: images.chosen, actions, options });
  const temporary = planTemporaryVolumes({ desired, observed, actions, heldBack: whole.heldBack });
  const objects = planObjects(desired, observed, [...actions, ...temporary.actions]);
  return attachSecrets(
    {
      version: 1,
      owners: desired.owners,
      changes: sortedByTarget(
        [...whole.changes, ...temporary.changes, ...objects.changes, ...oldImages.changes],
        (change) => change.target,
      ),
      actions: orderActions([...actions, ...temporary.actions, ...objects.actions, ...oldImages.actions]),
      unchanged: sortedByTarget([...whole.unchanged, ...objects.unchanged], (target) => target),
      heldBack: sortedByTarget(whole.heldBack, (held) => held.target),
      troubled: sortedByTarget(whole.troubled, (trouble) => trouble.target),
      outcomes: sortedByKey(whole.outcomes),
      notices: [
        ...desired.notices,
        ...whole.notices,
        ...removals.left.map(leftVolumeNotice),
        ...claimed.notices,
        ...madeFolderNotices(whole.actions, desired, foldersFor),
        ...growingLogs(desired.containers, matched.current, whole.actions),
        ...unpublishedPorts(desired, networks, observed.engine),
      ],
      facts: planFacts(desired, observed, matched),
    },
    desired.secrets,
  );
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
