import { type ContainerSpec, type DesiredState, type Notice, ownerKey } from "../../desired/desired-state.ts";
import type { Diagnostic } from "../../errors.ts";
import { candidateSuffix, retiredSuffix } from "../../observed/container-names.ts";
import type { MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer, ObservedState } from "../../observed/observed-state.ts";
import type { PlanOptions } from "../plan-types.ts";

export interface ClaimedNames {
  /** The given match, with containers that are taken over standing for their spec. */
  readonly matched: MatchedContainers;
  readonly notices: readonly Notice[];
  readonly problems: readonly Diagnostic[];
  /** Strangers that hold a wanted name; the problems name them. */
  readonly refused: ReadonlySet<ObservedContainer>;
}

/**
 * Looks who holds the wanted names. What is ours is reconciled; what hashike-py made is adopted; a name
 * held by another owner or a stranger is a problem, and its holder is not touched.
 */
export function claimNames(
  desired: DesiredState,
  observed: ObservedState,
  matched: MatchedContainers,
  options: PlanOptions,
): ClaimedNames {
  const { orphans, leftovers } = matched;
  const ours = new Set([...matched.current.values(), ...orphans, ...leftovers]);
  // Mostly all containers are ours; then nobody else can hold a name.
  if (ours.size === observed.containers.length) {
    return { matched, notices: [], problems: [], refused: new Set() };
  }
  const holders = new Map(observed.containers.filter((c) => !ours.has(c)).map((c) => [c.name, c]));
  const current = new Map(matched.current);
  const notices: Notice[] = [];
  const problems: Diagnostic[] = [];
  const refused = new Set<ObservedContainer>();
  const refuse = (spec: ContainerSpec, holder: ObservedContainer) => {
    problems.push(nameTaken(spec, holder));
    refused.add(holder);
  };

  for (const spec of desired.containers) {
    for (const suffix of [candidateSuffix, retiredSuffix]) {
      const holder = holders.get(spec.name + suffix);
      if (holder !== undefined) refuse(spec, holder);
    }
    const holder = holders.get(spec.name);
    if (holder === undefined) continue;
    const from = adoptableFrom(holder, options);
    if (from === undefined || current.has(spec.name)) {
      refuse(spec, holder);
      continue;
    }
    notices.push({ message: `container ${spec.name} was made by ${from}; it is taken over` });
    current.set(spec.name, holder);
  }
  return { matched: { ...matched, current }, notices, problems, refused };
}

function adoptableFrom(holder: ObservedContainer, options: PlanOptions): string | undefined {
  switch (holder.ownership.kind) {
    case "unowned":
      return "hashike-py";
    case "owned":
      return options.takeOver === true ? ownerKey(holder.ownership.owner) : undefined;
    case "foreign":
      return undefined;
  }
}

function nameTaken(spec: ContainerSpec, holder: ObservedContainer): Diagnostic {
  const shortId = holder.id.slice(0, 12);
  const owned = holder.ownership.kind === "owned" ? holder.ownership.owner : undefined;
  return {
    severity: "error",
    path: `container ${spec.name}`,
    message:
      owned === undefined
        ? `its name ${holder.name} is held by container ${shortId} (${holder.image}), which Hashike did not make`
        : `its name ${holder.name} is held by a container of ${ownerKey(owned)}`,
    hint:
      owned === undefined
        ? "choose another name, or rename or remove that container yourself"
        : "choose another name, or use --take-over to replace it",
    ...(spec.origin === undefined ? {} : { at: spec.origin }),
  };
}
