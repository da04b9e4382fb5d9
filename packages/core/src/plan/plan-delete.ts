import { defaultNetwork } from "../desired/default-network.ts";
import { type DesiredState, type Owner, ownerKey } from "../desired/desired-state.ts";
import { matchContainers } from "../observed/match-containers.ts";
import type { ObservedContainer, ObservedState } from "../observed/observed-state.ts";
import { planRemovals } from "./containers/plan-removals.ts";
import { sandboxesLast } from "./containers/pods.ts";
import { planFacts } from "./facts.ts";
import type { Plan } from "./plan-types.ts";
import { type LeftVolume, leftVolumeNotice } from "./replace/anonymous-volumes.ts";
import { forgetObjects } from "./resources/plan-objects.ts";
import { planParks } from "./resources/plan-parks.ts";
import { isTemporaryOf } from "./resources/plan-temporary-volumes.ts";
import { forgetNotes, forgetRecords } from "./revisions/plan-notes.ts";
import type { Target } from "./steps/action.ts";
import { removeNetwork, removeVolume } from "./steps/make-action.ts";
import { orderActions } from "./steps/order-actions.ts";
import { addChange, emptyPart, type PlanPart } from "./steps/part.ts";

export interface DeleteOptions {
  /** Remove the owners' volumes, and the data in them, too. Default `false`. */
  readonly volumes?: boolean;
  /** Volumes that stay also then: a manifest says that they are external. */
  readonly externalVolumes?: readonly string[];
}

/** A desired state in which the owners want nothing: what to observe for before a delete. */
export function emptyDesiredState(owners: readonly Owner[]): DesiredState {
  return {
    owners,
    networks: [],
    volumes: [],
    hostPaths: [],
    images: [],
    containers: [],
    secrets: {},
    sources: {},
    notices: [],
  };
}

/**
 * Works out how to remove all that the owners have: their containers; their volumes only when asked for; and the
 * networks that Hashike made, once nobody is left on them. Pure and deterministic, as `plan`.
 */
export function planDelete(
  owners: readonly Owner[],
  observed: ObservedState,
  options: DeleteOptions = {},
): Plan {
  const desired = emptyDesiredState(owners);
  const matched = matchContainers([], owners, observed.containers, observed.networks);
  const containers = planRemovals({
    matched,
    inTheWay: new Set(),
    lastStarts: new Map(),
    orphans: { cause: { kind: "requested" }, suffix: "" },
  });
  const removed = containers.actions.filter((a) => a.type === "container.remove").map((a) => a.id);
  const volumes = planVolumeRemovals({ owners, observed, left: containers.left }, removed, options);
  const networks = planNetworkRemovals(observed, matched.orphans, removed);
  const parks = planParks(owners, observed, containers.actions);
  const objects = forgetObjects(owners, observed, [...containers.actions, ...volumes.actions]);
  const parts = [containers, volumes, networks, parks, objects];
  const notes = [
    ...forgetNotes(observed.revisions, { kind: "requested" }, removed),
    ...forgetRecords(observed, containers.actions),
  ];
  return {
    version: 1,
    owners: [...owners].sort((a, b) => (ownerKey(a) < ownerKey(b) ? -1 : 1)),
    changes: parts.flatMap((p) => p.changes),
    actions: orderActions([
      ...sandboxesLast(
        parts.flatMap((p) => p.actions),
        observed.containers,
      ),
      ...notes,
    ]),
    unchanged: parts.flatMap((p) => p.unchanged),
    heldBack: [],
    troubled: [],
    outcomes: {},
    notices: parts.flatMap((p) => p.notices),
    facts: planFacts(desired, observed, matched),
  };
}

interface Deleted {
  readonly owners: readonly Owner[];
  readonly observed: ObservedState;
  readonly left: readonly LeftVolume[];
}

function planVolumeRemovals(
  { owners, observed, left }: Deleted,
  after: readonly string[],
  options: DeleteOptions,
): PlanPart {
  const part = emptyPart();
  const keys = new Set(owners.map(ownerKey));
  const anonymous = new Set(left.map(({ volume }) => volume.name));
  if (options.volumes !== true) part.notices.push(...left.map(leftVolumeNotice));
  for (const volume of [...observed.volumes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const owner = volume.ownership.kind === "owned" ? volume.ownership.owner : undefined;
    const isOwn = owner !== undefined && keys.has(ownerKey(owner));
    if (!isOwn && !(anonymous.has(volume.name) && options.volumes === true)) continue;
    const target: Target = { kind: "volume", name: volume.name, ...(owner === undefined ? {} : { owner }) };
    const isKept = options.volumes !== true && !isTemporaryOf(volume, keys);
    if (isKept || options.externalVolumes?.includes(volume.name)) {
      part.unchanged.push(target);
      continue;
    }
    const cause = { kind: "requested" } as const;
    const remove = removeVolume({ target, cause }, { dependsOn: after, volumeName: volume.name });
    addChange(part, { kind: "remove", target, cause }, [remove]);
  }
  return part;
}

/**
 * Networks that Hashike made and that nobody is left on: those of the removed containers, and the common one, which
 * an apply that failed early may have made for nobody.
 */
function planNetworkRemovals(
  observed: ObservedState,
  going: readonly ObservedContainer[],
  after: readonly string[],
): PlanPart {
  const part = emptyPart();
  const networksOf = (containers: readonly ObservedContainer[]) =>
    new Set(containers.flatMap((c) => c.networks.map((n) => n.network)));
  const candidates = networksOf(going).add(defaultNetwork);
  const goingIds = new Set(going.map((c) => c.id));
  const inUse = networksOf(observed.containers.filter((c) => !goingIds.has(c.id)));
  for (const network of [...observed.networks].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (network.ownership.kind === "foreign" || network.isPark) continue;
    if (!candidates.has(network.name) || inUse.has(network.name)) continue;
    const target: Target = { kind: "network", name: network.name };
    const cause = { kind: "orphaned" } as const;
    const remove = removeNetwork({ target, cause }, { dependsOn: after, networkId: network.id });
    addChange(part, { kind: "remove", target, cause }, [remove]);
  }
  return part;
}
