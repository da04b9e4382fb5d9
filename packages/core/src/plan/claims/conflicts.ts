import { addToList } from "../../desired/add-to-list.ts";
import { type ContainerSpec, isSameOwner, ownerKey, type PortSpec } from "../../desired/desired-state.ts";
import type { Diagnostic } from "../../errors.ts";
import type { MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer, ObservedState } from "../../observed/observed-state.ts";
import { decodeRecord } from "../compare/record.ts";
import { mountsSame } from "../compare/recorded-mounts.ts";
import { isUp } from "../containers/container-actions.ts";
import { leftoversByContainer, leftToWork } from "../containers/left-to-work.ts";
import { isExclusive } from "../replace/rollout.ts";
import type { Action, ConnectContainer, StartContainer, SwitchContainer } from "../steps/action.ts";
import { actionId } from "../steps/make-action.ts";
import type { ClaimedNames } from "./claim-names.ts";
import { conflictingHolders, portHolders } from "./host-ports.ts";
import { claimIdsOf, claimsOfPassed, givesPortAt, type PassedPort, portsToReturnTo } from "./passed-ports.ts";

/** Who must give way to whom, before the removals are planned. */
export interface Conflicts {
  /** Containers to be removed that hold a needed name or port, or write to the data of a new one. */
  readonly inTheWay: ReadonlySet<ObservedContainer>;
  /** By action id, the containers that must be gone before: they have its name, or do the work of its container. */
  readonly gone: ReadonlyMap<string, readonly ObservedContainer[]>;
  /** By the id of an action, mostly a start, the containers that must have stopped: they have its ports, or write its data. */
  readonly ports: ReadonlyMap<string, readonly ObservedContainer[]>;
  readonly problems: readonly Diagnostic[];
}

const noConflicts: Conflicts = { inTheWay: new Set(), gone: new Map(), ports: new Map(), problems: [] };

/** Finds which actions need a name or a host port that a container still holds. */
export function findConflicts(
  actions: readonly Action[],
  specs: readonly ContainerSpec[],
  observed: ObservedState,
  { matched, refused }: ClaimedNames,
  passes: readonly PassedPort[],
): Conflicts {
  if (actions.length === 0) return noConflicts;
  const going = new Set([...matched.orphans, ...matched.leftovers]);
  const goingByName = new Map([...going].map((c) => [c.name, c]));
  const holders = portHolders(observed.containers);
  const specByName = new Map(specs.map((s) => [s.name, s]));
  const standing = new Map([...matched.current].map(([name, container]) => [container, name]));
  const planned = new Set(holders.size + passes.length === 0 ? [] : actions.map((a) => a.id));
  const left = leftoversByContainer(matched);

  const inTheWay = new Set<ObservedContainer>();
  const gone = new Map<string, readonly ObservedContainer[]>();
  const ports = new Map<string, readonly ObservedContainer[]>();
  const problems: Diagnostic[] = [];
  for (const action of actions) {
    if (going.size > 0) waitForGoing(action);
    const spec = holders.size === 0 ? undefined : specByName.get(action.target.name);
    if (spec === undefined || !claimsPorts(action, spec.name)) continue;
    // A stranger that holds the name as well has been told already.
    const blockers = [...conflictingHolders(holders, neededPorts(action, spec))].filter(
      ([holder]) => standing.get(holder) !== spec.name && !refused.has(holder),
    );
    const [giving, keeping] = partition(blockers, ([holder]) => givesWay(holder));
    problems.push(...keeping.map(([holder, port]) => portTaken(spec, port, holder)));
    needStop(
      action.id,
      giving.map(([holder]) => holder),
    );
  }
  for (const [id, holder] of claimsOfPassed(passes, matched.current, planned)) needStop(id, [holder]);
  for (const holder of [...[...gone.values()].flat(), ...[...ports.values()].flat()]) {
    if (going.has(holder)) inTheWay.add(holder);
  }
  return { inTheWay, gone, ports, problems };

  function waitForGoing(action: Action): void {
    const first = [
      goingByName.get(neededName(action) ?? "") ?? [],
      leftToWork(action, left, matched.current),
    ].flat();
    if (first.length > 0) gone.set(action.id, first);
    const holding = takenBackFrom(action, matched).map(([holder]) => holder);
    needStop(
      action.id,
      holding.filter((holder) => going.has(holder)),
    );
    needStop(action.id, writersBefore(action));
  }

  /** Who writes to the data of a container that is new, as one does that has another name now. Never may both run. */
  function writersBefore({ type, target }: Action): readonly ObservedContainer[] {
    const spec = specByName.get(target.name);
    if (type !== "container.start" || spec === undefined || matched.current.has(spec.name)) return [];
    const data = spec.mounts.filter(isExclusive);
    if (data.length === 0) return [];
    return matched.orphans.filter((holder) => {
      const record = isUp(holder) && holder.record !== undefined ? decodeRecord(holder.record) : undefined;
      return record !== undefined && data.some((mount) => mountsSame(record, mount));
    });
  }

  function needStop(actionId: string, from: readonly ObservedContainer[]): void {
    if (from.length > 0) ports.set(actionId, [...new Set([...(ports.get(actionId) ?? []), ...from])]);
  }

  /** One that is there has its own ports, which need not be the wanted ones. */
  function neededPorts({ container }: ClaimingAction, spec: ContainerSpec): readonly HostPort[] {
    const current = matched.current.get(spec.name);
    if (current === undefined || !("id" in container) || current.id !== container.id) return spec.ports;
    return portsToReturnTo(current);
  }

  /** Who holds the host ports that a container gets back with its networks, or when it is started again. */
  function takenBackFrom(action: Action, { current }: MatchedContainers) {
    const container = current.get(action.target.name);
    if (container === undefined) return [];
    const isJoined =
      action.type === "container.connect" && "id" in action.container && action.container.id === container.id;
    // What is done in its place starts the old one.
    const isReplaced = action.type === "container.create" && !isUp(container);
    if (!isJoined && !isReplaced) return [];
    return [...conflictingHolders(holders, portsToReturnTo(container))].filter(([c]) => c !== container);
  }

  /** Whether the plan stops it anyway: to be removed, or to be replaced. */
  function givesWay(holder: ObservedContainer): boolean {
    const name = standing.get(holder);
    return going.has(holder) || (name !== undefined && planned.has(actionId("container.stop", name)));
  }
}

/** Adds the edges that {@link findConflicts} found, now that it is known which actions free what. */
export function settleConflicts(
  actions: readonly Action[],
  conflicts: Conflicts,
  matched: MatchedContainers,
  freed: ReadonlyMap<ObservedContainer, { readonly ports: string; readonly name: string }>,
  specs: readonly ContainerSpec[],
): readonly Action[] {
  if (conflicts.gone.size + conflicts.ports.size === 0) return actions;
  const standing = new Map([...matched.current].map(([name, container]) => [container, name]));
  const roles = new Map(specs.map((s) => [s.name, s]));
  const extra = new Map<string, string[]>();
  // A sidecar that takes over a main container's port starts before that container's candidate may be created:
  // the old one must then stop without waiting for it.
  const stopsEarly = new Set<string>();
  for (const [actionId, holders] of conflicts.gone) {
    extra.set(actionId, [...new Set(holders.flatMap((holder) => freed.get(holder)?.name ?? []))]);
  }
  for (const action of actions) {
    for (const holder of conflicts.ports.get(action.id) ?? []) {
      const holderName = standing.get(holder);
      const frees = holderName === undefined ? freed.get(holder)?.ports : givesPortAt(holderName, holder);
      if (frees === undefined) continue;
      const isEarly = comesBefore(roles.get(action.target.name), roles.get(holderName ?? ""));
      if (isEarly && !isUp(holder)) continue;
      addToList(extra, action.id, frees);
      if (isEarly) stopsEarly.add(frees);
    }
  }
  return actions.map((action) => {
    if (stopsEarly.has(action.id)) return { ...action, dependsOn: [] };
    const added = extra.get(action.id);
    if (added === undefined) return action;
    const dependsOn = [...action.dependsOn, ...added];
    return action.otherwise === undefined
      ? { ...action, dependsOn }
      : { ...action, dependsOn, otherwise: action.otherwise.map((a) => whenFree(action.id, a)) };
  });

  /** What is done in its place must not come beside one that works on the same data, or has its ports. */
  function whenFree(actionId: string, instead: Action): Action {
    const working = (conflicts.gone.get(actionId) ?? []).filter(isUp);
    const frees = [
      ...working.map((holder) => freed.get(holder)?.name),
      ...(conflicts.ports.get(actionId) ?? []).map((holder) => freed.get(holder)?.ports),
    ];
    return { ...instead, dependsOn: [...instead.dependsOn, ...frees.filter((id) => id !== undefined)] };
  }
}

/** Where a container's host ports are taken: at its start, or when it is put on its networks, in whatever way. */
function claimsPorts(action: Action, name: string): action is ClaimingAction {
  return (
    claiming.has(action.type) &&
    [...claimIdsOf(name), actionId("container.switch", name, ":back")].includes(action.id)
  );
}

type ClaimingAction = StartContainer | ConnectContainer | SwitchContainer;

const claiming: ReadonlySet<Action["type"]> = new Set<ClaimingAction["type"]>([
  "container.start",
  "container.connect",
  "container.switch",
]);

type HostPort = Pick<PortSpec, "hostIp" | "hostPort" | "protocol">;

function comesBefore(a: ContainerSpec | undefined, b: ContainerSpec | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (!isSameOwner(a.owner, b.owner) || a.role === "main") return false;
  return b.role === "main" || a.order < b.order;
}

function neededName(action: Action): string | undefined {
  if (action.type === "container.create") return action.as;
  if (action.type === "container.rename") return action.to;
  return undefined;
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [list.filter(test), list.filter((item) => !test(item))];
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
