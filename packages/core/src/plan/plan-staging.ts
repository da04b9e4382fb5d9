import { isSameOwner, type Owner } from "../desired/desired-state.ts";
import { stagingNetworkName } from "../observed/container-names.ts";
import type { MatchedContainers } from "../observed/match-containers.ts";
import type { ObservedContainer, ObservedState } from "../observed/observed-state.ts";
import type { Action, Target } from "./action.ts";
import type { Cause } from "./cause.ts";
import { isUp } from "./container-actions.ts";
import { leavesBeforeSwitch } from "./leave-before-switch.ts";
import { addChange, emptyPart, type PlanPart } from "./part.ts";
import { createNetworkId } from "./plan-networks.ts";

export interface StagingInput {
  readonly owners: readonly Owner[];
  readonly observed: ObservedState;
  readonly matched: MatchedContainers;
  /** Of the containers; what is staged is told by them. */
  readonly actions: readonly Action[];
}

export interface StagingPart extends PlanPart {
  /** By action id, what must be there before it. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/**
 * The networks on which candidates become ready: made before them, joined for the time being by the owner's running
 * containers, so that a candidate finds its siblings, and cleared away in the end whatever happened. What an
 * interrupted apply left of them is cleared away as well.
 */
export function planStaging(input: StagingInput): StagingPart {
  const part = emptyPart();
  const needs = new Map<string, readonly string[]>();
  for (const owner of input.owners) planOwner(input, owner, part, needs);
  return { ...part, needs };
}

function planOwner(
  { observed, matched, actions }: StagingInput,
  owner: Owner,
  part: PlanPart,
  needs: Map<string, readonly string[]>,
): void {
  const found = observed.networks.find(
    (n) => n.isStaging && n.ownership.kind === "owned" && isSameOwner(n.ownership.owner, owner),
  );
  // The name is a hash, which is the only one of a plan without changes.
  if (found === undefined && actions.length === 0) return;
  const name = stagingNetworkName(owner);
  const candidates = actions.filter((a) => a.type === "container.create" && a.onNetworks?.includes(name));
  if (found === undefined && candidates.length === 0) return;

  const target: Target = { kind: "network", name, owner };
  const cause: Cause = candidates.length === 0 ? { kind: "leftover" } : { kind: "staging" };
  const place: Place = { owner, target, cause, name };
  const attached = observed.containers.filter((c) => c.networks.some((n) => n.network === name));
  const isAttached = new Set(attached);
  const create: readonly Action[] = found === undefined ? [createStaging(target, cause, owner)] : [];
  const made = create.map((a) => a.id);
  const joining = siblingsOf(candidates, matched, owner);
  for (const candidate of candidates) needs.set(candidate.id, made);
  const groups = new Set(candidates.map((c) => c.group));
  const starts = actions.filter((a) => isStagedStart(a) && groups.has(a.group));
  const { joins, joined } = allJoined(
    joining.filter((c) => !isAttached.has(c)).map((c) => join(place, c, made)),
    starts.length,
  );
  for (const start of starts) needs.set(start.id, joined);

  const joinOf = new Map(joins.map((joined) => [idOf(joined), joined.id]));
  for (const removal of actions) {
    if (removal.type !== "container.remove") continue;
    // One that is replaced as well must not be gone before it was to join.
    const joined = joinOf.get(idOf(removal));
    if (joined !== undefined) needs.set(removal.id, [joined]);
  }

  const staying = new Set([...attached, ...joining]);
  const early = leavesBeforeSwitch(place, actions, staying, joinOf);
  for (const [switchId, leave] of early) needs.set(switchId, [leave.id]);

  const over = [...made, ...lastUses(candidates, actions)];
  const leaves = leaveActions(place, staying, joins, over);
  const removes = removeActions(
    part,
    place,
    attached,
    leaves.length === 0 ? over : [...made, ...idsOf(leaves)],
  );
  const all = [...create, ...joins, ...early.values(), ...leaves, ...removes];
  if (candidates.length === 0) addChange(part, { kind: "remove", target, cause }, all);
  else part.actions.push(...all);
}

/** A staging network, and on whose behalf it is there. */
export interface Place {
  readonly owner: Owner;
  readonly target: Target;
  readonly cause: Cause;
  /** Of the network. */
  readonly name: string;
}

function join(
  { owner, cause, name }: Place,
  sibling: ObservedContainer,
  dependsOn: readonly string[],
): Action {
  return {
    id: `container.connect/${sibling.name}:staging`,
    type: "container.connect",
    target: { kind: "container", name: sibling.name, owner },
    cause,
    dependsOn,
    container: { name: sibling.name, id: sibling.id },
    network: name,
  };
}

/**
 * What a start waits for, so that it finds all its siblings. Where several wait, the last join waits for the others, and
 * they for that one: edges from each to all would grow with the square.
 */
function allJoined(
  joins: readonly Action[],
  startCount: number,
): { readonly joins: readonly Action[]; readonly joined: readonly string[] } {
  const last = joins.at(-1);
  if (last === undefined || joins.length === 1 || startCount < 2) return { joins, joined: idsOf(joins) };
  const others = joins.slice(0, -1);
  const gate = { ...last, dependsOn: [...last.dependsOn, ...idsOf(others)] };
  return { joins: [...others, gate], joined: [gate.id] };
}

/** The first one waits until all is over, the others for the first: edges from each to all would be too many. */
function leaveActions(
  { owner, cause, name }: Place,
  containers: ReadonlySet<ObservedContainer>,
  joins: readonly Action[],
  over: readonly string[],
): readonly Action[] {
  const leaves: Action[] = [];
  const joinsByName = new Map(joins.map((j) => [j.target.name, j.id]));
  for (const container of containers) {
    if (container.ownership.kind === "foreign") continue;
    const joined = joinsByName.get(container.name);
    leaves.push({
      id: `container.disconnect/${container.name}:staging-over`,
      type: "container.disconnect",
      target: { kind: "container", name: container.name, owner },
      cause,
      dependsOn: [
        ...(joined === undefined ? [] : [joined]),
        ...(leaves.length === 0 ? over : idsOf(leaves.slice(0, 1))),
      ],
      always: true,
      container: { name: container.name, id: container.id },
      network: name,
    });
  }
  return leaves;
}

function removeActions(
  part: PlanPart,
  { target, cause, name }: Place,
  attached: readonly ObservedContainer[],
  dependsOn: readonly string[],
): readonly Action[] {
  const stranger = attached.find((c) => c.ownership.kind === "foreign");
  if (stranger !== undefined) {
    part.notices.push({ message: `network ${name} stays: ${stranger.name}, which is not ours, is on it` });
    return [];
  }
  const id = `network.remove/${name}`;
  return [{ id, type: "network.remove", target, cause, dependsOn, always: true, networkId: name }];
}

function idsOf(actions: readonly Action[]): readonly string[] {
  return actions.map((a) => a.id);
}

function createStaging(target: Target, cause: Cause, owner: Owner): Action {
  return {
    id: createNetworkId(target.name),
    type: "network.create",
    target,
    cause,
    dependsOn: [],
    network: { name: target.name, external: false, stagingFor: owner },
  };
}

/** Of a container that is there already. */
function idOf(action: Action): string {
  const isOnOne = action.type === "container.connect" || action.type === "container.remove";
  return isOnOne && "id" in action.container ? action.container.id : "";
}

function isStagedStart(action: Action): boolean {
  return action.type === "container.start" && action.id.endsWith(":staged");
}

/**
 * The owner's containers that run, by name. Whom a candidate is to replace, it does not need to find.
 */
function siblingsOf(
  candidates: readonly Action[],
  matched: MatchedContainers,
  owner: Owner,
): readonly ObservedContainer[] {
  const [only, another] = candidates;
  if (only === undefined) return [];
  const replaced = another === undefined ? only.target.name : undefined;
  return [...matched.current]
    .filter(([name, c]) => name !== replaced && c.ownership.kind === "owned" && isUp(c))
    .map(([, container]) => container)
    .filter((c) => c.ownership.kind === "owned" && isSameOwner(c.ownership.owner, owner))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** When these are settled, all that happens with the candidates is over, and taken back where it failed. */
function lastUses(candidates: readonly Action[], actions: readonly Action[]): readonly string[] {
  const groups = new Set(candidates.flatMap((c) => c.group ?? []));
  const members = actions.filter((a) => a.group !== undefined && groups.has(a.group));
  const awaited = new Set(members.flatMap((a) => a.dependsOn));
  return members.filter((a) => !awaited.has(a.id)).map((a) => a.id);
}
