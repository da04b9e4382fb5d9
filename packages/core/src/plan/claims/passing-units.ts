import { candidateSuffix } from "../../observed/container-names.ts";
import { groupOf } from "../containers/container-step.ts";
import type { Action, RemoveContainer, StartContainer } from "../steps/action.ts";
import { uniteGroups } from "../steps/atomic.ts";
import { actionId, renameContainer, stopContainer, ungrouped } from "../steps/make-action.ts";
import type { PlanPart } from "../steps/part.ts";
import type { PassedPort } from "./passed-ports.ts";
import { claimIdsOf } from "./passed-ports.ts";

interface Planned {
  readonly actions: readonly Action[];
  readonly onFailure: PlanPart["onFailure"];
}

/**
 * Makes one unit of the containers between which a host port passes: all are replaced, or all are taken back. Whoever
 * has got the port lets go of it before the one that gave it is started again; that one's old container can be gone
 * back to until all are ready. Then it gets a candidate's name, by which the next apply knows that there is no way
 * back, even if it cannot be removed.
 * @param atomic all is one unit anyway
 */
export function unitePasses(planned: Planned, passes: readonly PassedPort[], atomic: boolean): Planned {
  if (passes.length === 0) return planned;
  const groups = new Set(planned.actions.flatMap((a) => a.group ?? []));
  const inPlan = passes.filter(
    (p) => groups.has(groupOf({ name: p.giver })) && groups.has(groupOf({ name: p.taker })),
  );
  if (inPlan.length === 0) return planned;
  const units = unitsOf(inPlan);
  const actions = withUndo(withSettling(planned.actions, inPlan, units), inPlan);
  if (atomic) return { ...planned, actions };
  const into = new Map([...units].map(([name, unit]) => [groupOf({ name }), unitName(unit)]));
  return { actions: uniteGroups(actions, into), onFailure: unite(planned.onFailure, actions, into) };
}

/** By the name of each container of a unit, all names of that unit. */
type Units = ReadonlyMap<string, ReadonlySet<string>>;

/** The containers that hang together, also by way of one that gives one port and takes another. */
function unitsOf(passes: readonly PassedPort[]): Units {
  const units = new Map<string, Set<string>>();
  for (const { giver, taker } of passes) {
    const givers = units.get(giver) ?? new Set([giver]);
    const takers = units.get(taker) ?? new Set([taker]);
    const [small, large] = givers.size < takers.size ? [givers, takers] : [takers, givers];
    for (const name of small) large.add(name);
    for (const name of small === large ? [] : [...small, giver, taker]) units.set(name, large);
  }
  return units;
}

function unitName(names: ReadonlySet<string>): string {
  return `ports/${[...names].sort().join("+")}`;
}

/** @param into by group, the unit that it becomes a part of */
function unite(
  onFailure: PlanPart["onFailure"],
  actions: readonly Action[],
  into: ReadonlyMap<string, string>,
): PlanPart["onFailure"] {
  const members = new Map<string, string[]>();
  for (const { id, group } of actions) {
    if (group === undefined || !into.has(group)) continue;
    members.set(group, members.get(group) ?? []);
    members.get(group)?.push(id);
  }
  const united: Record<string, readonly Action[]> = {};
  for (const [group, followUps] of Object.entries(onFailure)) {
    const unit = into.get(group);
    if (unit === undefined) united[group] = followUps;
    else {
      const own = followUps.map((a) => ifItsOwn(a, members.get(group) ?? []));
      united[unit] = [...(united[unit] ?? []), ...own];
    }
  }
  return united;
}

function ifItsOwn(followUp: Action, ifFailed: readonly string[]): Action {
  return followUp.type === "revision.note" ? { ...followUp, ifFailed } : followUp;
}

/**
 * Lets go of the port when the start that claims it is taken back; then the one that gave it has it. A switch that
 * claims it has its own way back.
 */
function withUndo(actions: readonly Action[], passes: readonly PassedPort[]): readonly Action[] {
  const claims = new Set(passes.flatMap(({ taker }) => claimIdsOf(taker)));
  return actions.map((action) => {
    if (action.type !== "container.start" || !claims.has(action.id)) return action;
    const { otherwise: _hasNoPort, ...start } = action;
    return { ...start, undo: start.undo ?? [stopAgain(action)] };
  });
}

function stopAgain(start: StartContainer): Action {
  return stopContainer(ungrouped(start), { suffix: ":undo", container: start.container });
}

/** Before anything else of a unit goes, the old containers of those that gave a port away are given up. */
function withSettling(
  actions: readonly Action[],
  passes: readonly PassedPort[],
  units: Units,
): readonly Action[] {
  const removals = new Set(passes.map(({ giver }) => actionId("container.remove", giver, ":retired")));
  const members = new Set(actions.filter((a) => a.group !== undefined).map((a) => a.id));
  const settled = actions.filter((a) => isRemoval(a, removals)).map(settle);
  const settledIn = new Map<ReadonlySet<string> | undefined, string[]>();
  for (const { id, target } of settled) {
    const unit = units.get(target.name);
    settledIn.set(unit, [...(settledIn.get(unit) ?? []), id]);
  }
  return actions
    .map((action): Action => {
      const ids = settledIn.get(units.get(action.target.name)) ?? [];
      if (isRemoval(action, removals)) {
        const name = givenUpName(action.target.name);
        return { ...action, dependsOn: ids, container: { ...action.container, name } };
      }
      if (action.group !== undefined) return action;
      if (!action.dependsOn.some((id) => members.has(id))) return action;
      return { ...action, dependsOn: [...action.dependsOn, ...ids] };
    })
    .concat(settled);
}

function isRemoval(action: Action, ids: ReadonlySet<string>): action is RemoveContainer {
  return action.type === "container.remove" && ids.has(action.id);
}

function settle({ target, cause, dependsOn, container }: RemoveContainer): Action {
  return renameContainer(
    { target, cause },
    { suffix: ":settle", dependsOn, container, to: givenUpName(target.name) },
  );
}

function givenUpName(name: string): string {
  return name + candidateSuffix;
}
