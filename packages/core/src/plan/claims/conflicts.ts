import { addToList } from "../../desired/add-to-list.ts";
import { type ContainerSpec, ownerKey, type PortSpec } from "../../desired/desired-state.ts";
import { startsAfter } from "../../desired/start-order.ts";
import type { Diagnostic } from "../../errors.ts";
import type { ObservedContainer, ObservedState } from "../../observed/observed-state.ts";
import { fixedAddresses, hasAddress } from "../compare/attachment-changes.ts";
import { decodeRecord } from "../compare/record.ts";
import { mountsSame } from "../compare/recorded-mounts.ts";
import { isUp } from "../containers/container-actions.ts";
import type { Plan } from "../plan-types.ts";
import { isExclusive } from "../replace/rollout.ts";
import { containerKey } from "../revisions/notes.ts";
import type { Action } from "../steps/action.ts";
import { behind } from "../steps/make-action.ts";
import { mapOutcomes } from "../steps/part.ts";
import type { ClaimedNames } from "./claim-names.ts";
import { type Claim, claimsOf, type Freed, freedBy } from "./claims-of.ts";
import { claimedPorts, conflictingHolders, holdersBy } from "./host-ports.ts";
import { leftoversByContainer } from "./left-to-work.ts";
import { portsToReturnTo } from "./passed-ports.ts";

/** What an action claims, and a container has until another action frees it. */
interface Held {
  readonly holder: ObservedContainer;
  readonly what: Freed;
}

/** Who must give way to whom, before the removals are planned. */
export interface Conflicts {
  /** By action id. */
  readonly held: ReadonlyMap<string, readonly Held[]>;
  /** Containers to be removed that have what others claim. */
  readonly inTheWay: ReadonlySet<ObservedContainer>;
  readonly problems: readonly Diagnostic[];
}

type Outcomes = Pick<Plan, "outcomes">;

interface Input {
  /** Of the containers that are wanted. */
  readonly actions: readonly Action[];
  readonly specs: readonly ContainerSpec[];
  readonly observed: ObservedState;
  readonly claimed: ClaimedNames;
}

/** Finds which actions claim what a container still has. What one keeps that nothing is done with is a problem. */
export function findConflicts({ actions, specs, observed, claimed }: Input): Conflicts {
  const held = new Map<string, readonly Held[]>();
  const inTheWay = new Set<ObservedContainer>();
  const problems: Diagnostic[] = [];
  if (actions.length === 0) return { held, inTheWay, problems };
  const { matched, refused } = claimed;
  const { current } = matched;
  const going = new Set([...matched.orphans, ...matched.leftovers]);
  const goingByName = new Map([...going].map((c) => [c.name, c]));
  const left = leftoversByContainer(matched);
  const specByName = new Map(specs.map((s) => [s.name, s]));
  const standing = standingFor(current);
  const ports = holdersBy(observed.containers, (container) =>
    specByName.get(standing.get(container) ?? "")?.role === "init" || !standing.has(container)
      ? claimedPorts(container)
      : portsToReturnTo(container),
  );
  const freeing = freeingActions(actions, standing);

  for (const action of actions) {
    const spec = specByName.get(action.target.name);
    const found = spec === undefined ? [] : claimsOf(action).flatMap((claim) => heldOf(action, spec, claim));
    if (found.length === 0) continue;
    held.set(action.id, found);
    for (const { holder } of found) if (going.has(holder)) inTheWay.add(holder);
  }
  return { held, inTheWay, problems };

  function heldOf(action: Action, spec: ContainerSpec, claim: Claim): readonly Held[] {
    switch (claim.kind) {
      case "name":
        return holding("name", goingByName.get(claim.name) ?? []);
      case "work":
        return holding("name", left.get(containerKey(spec.owner, spec.name)) ?? []);
      case "data":
        return holding("running", writersBefore(spec));
      case "ports-back": {
        const own = current.get(spec.name);
        if (own === undefined || (action.type === "container.create" && isUp(own))) return [];
        const others = [...conflictingHolders(ports, portsToReturnTo(own)).keys()];
        return holding(
          "running",
          others.filter((c) => c !== own && going.has(c)),
        );
      }
      case "ports":
        return portsHeld(action, spec);
      case "addresses":
        return addressesHeld(spec, claim.network);
    }
  }

  function addressesHeld(spec: ContainerSpec, network: string | undefined): readonly Held[] {
    const fixed = fixedAddresses(spec, network === undefined ? spec.networks : [network]);
    return fixed.flatMap((one) =>
      observed.containers.flatMap((holder) => {
        if (!isUp(holder) || !hasAddress(holder, one)) return [];
        if (standing.get(holder) === spec.name || refused.has(holder)) return [];
        if (going.has(holder) || freeing(holder, "running") !== undefined) return holding("running", holder);
        if (freeing(holder, `on ${one.network}`) !== undefined) return holding(`on ${one.network}`, holder);
        problems.push(addressTaken(spec, one, holder));
        return [];
      }),
    );
  }

  function portsHeld(action: Action, spec: ContainerSpec): readonly Held[] {
    return [...conflictingHolders(ports, neededPorts(action, spec))].flatMap(([holder, port]) => {
      // A stranger that has the name as well has been told already.
      if (standing.get(holder) === spec.name || refused.has(holder)) return [];
      if (going.has(holder) || freeing(holder, "running") !== undefined) return holding("running", holder);
      if (claimedPorts(holder).length > 0) problems.push(portTaken(spec, port, holder));
      return [];
    });
  }

  /** One that is there has its own ports, which need not be the wanted ones. */
  function neededPorts(action: Action, spec: ContainerSpec): readonly HostPort[] {
    const own = current.get(spec.name);
    if (own === undefined || !("container" in action) || !("id" in action.container)) return spec.ports;
    return action.container.id === own.id ? portsToReturnTo(own) : spec.ports;
  }

  /** Who writes to the data of a container that is new, as one does that has another name now. Never may both run. */
  function writersBefore(spec: ContainerSpec): readonly ObservedContainer[] {
    const data = current.has(spec.name) ? [] : spec.mounts.filter(isExclusive);
    if (data.length === 0) return [];
    return matched.orphans.filter((holder) => {
      const record = isUp(holder) && holder.record !== undefined ? decodeRecord(holder.record) : undefined;
      return record !== undefined && data.some((mount) => mountsSame(record, mount));
    });
  }
}

function holding(what: Freed, holders: ObservedContainer | readonly ObservedContainer[]): readonly Held[] {
  return [holders].flat().map((holder) => ({ holder, what }));
}

function standingFor(
  current: ReadonlyMap<string, ObservedContainer>,
): ReadonlyMap<ObservedContainer, string> {
  return new Map([...current].map(([name, container]) => [container, name]));
}

/**
 * Finds the action by which a container frees what it has. For one that stands for a wanted one, is down, and would have
 * its ports back, it is the creation of its successor: if the apply is killed, that tells the next one that they were
 * passing on.
 * @param standing the wanted name that a container stands for
 */
function freeingActions(actions: readonly Action[], standing: ReadonlyMap<ObservedContainer, string>) {
  const freeing = new Map<string, string>();
  const creations = new Map<string, string>();
  for (const action of actions) {
    if (action.type === "container.create") creations.set(action.target.name, action.id);
    const { id, what } = freedBy(action) ?? { id: "", what: [] };
    for (const one of what) if (!freeing.has(`${one} ${id}`)) freeing.set(`${one} ${id}`, action.id);
  }
  return (holder: ObservedContainer, what: Freed): string | undefined => {
    const name = isUp(holder) ? undefined : standing.get(holder);
    return name === undefined ? freeing.get(`${what} ${holder.id}`) : creations.get(name);
  };
}

/**
 * Puts what claims behind what frees.
 * @param removals the actions that remove what is not wanted
 */
export function settleConflicts(
  { actions, specs, claimed, outcomes }: Input & Outcomes,
  { held }: Conflicts,
  removals: readonly Action[],
): Outcomes & { readonly actions: readonly Action[] } {
  if (held.size === 0) return { actions, outcomes };
  const standing = standingFor(claimed.matched.current);
  const freeing = freeingActions([...actions, ...removals], standing);
  const specByName = new Map(specs.map((s) => [s.name, s]));
  const extra = new Map<string, string[]>();
  // A sidecar that takes over a main container's port starts before that container's candidate may be created:
  // the old one must then stop without waiting for it.
  const stopsEarly = new Set<string>();
  for (const action of actions) {
    for (const { holder, what } of held.get(action.id) ?? []) {
      const frees = freeing(holder, what);
      if (frees === undefined) continue;
      const [taker, giver] = [specByName.get(action.target.name), specByName.get(standing.get(holder) ?? "")];
      const isEarly = taker !== undefined && giver !== undefined && startsAfter(giver, taker, specByName);
      if (isEarly && !isUp(holder)) continue;
      addToList(extra, action.id, frees);
      if (isEarly) stopsEarly.add(frees);
    }
  }
  return {
    actions: actions.map((action) => {
      if (stopsEarly.has(action.id)) return { ...action, dependsOn: [] };
      return behind([...new Set(extra.get(action.id))], [action])[0] ?? action;
    }),
    outcomes: mapOutcomes(outcomes, ({ onFailed, onUnsuccessful }) => ({
      onFailed,
      onUnsuccessful: onUnsuccessful.map((a) => ({ ...a, dependsOn: [...a.dependsOn, ...freedFor(a)] })),
    })),
  };

  /** What is done in the end must not come beside one that works on the same data, or has its ports. */
  function freedFor({ target }: Action): readonly string[] {
    const own = actions.filter((a) => a.target.name === target.name && isAboutOld(a));
    return own
      .flatMap(({ id }) => held.get(id) ?? [])
      .flatMap(({ holder, what }) =>
        standing.has(holder) || (what === "name" && !isUp(holder)) ? [] : (freeing(holder, what) ?? []),
      );
  }
}

/** Whether the one that was there before may be started in its place, or after it. */
function isAboutOld(action: Action): boolean {
  return (
    action.type === "container.create" || (action.type === "container.start" && "id" in action.container)
  );
}

type HostPort = Pick<PortSpec, "hostIp" | "hostPort" | "protocol">;

function addressTaken(
  spec: ContainerSpec,
  { network, address }: { readonly network: string; readonly address: string },
  holder: ObservedContainer,
): Diagnostic {
  return {
    severity: "error",
    path: `container ${spec.name}`,
    message: `address ${address} of network ${network} is that of container ${holder.name}`,
    hint: "choose another address, outside the network's ipRange, or stop that container yourself",
    ...(spec.origin === undefined ? {} : { at: spec.origin }),
  };
}

function portTaken(spec: ContainerSpec, port: HostPort, holder: ObservedContainer): Diagnostic {
  const whose = holder.ownership.kind === "owned" ? ` of ${ownerKey(holder.ownership.owner)}` : "";
  return {
    severity: "error",
    path: `container ${spec.name}`,
    message: `host port ${port.hostPort}/${port.protocol} is held by container ${holder.name}${whose}`,
    hint: "choose another hostPort, or stop that container yourself",
    ...(spec.origin === undefined ? {} : { at: spec.origin }),
  };
}
