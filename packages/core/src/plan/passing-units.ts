import { candidateSuffix } from "../observed/container-names.ts";
import type { Action, RemoveContainer, StartContainer } from "./action.ts";
import { uniteGroups } from "./atomic.ts";
import { claimIdsOf, groupOf, undoBase } from "./container-actions.ts";
import type { PlanPart } from "./part.ts";
import type { PassedPort } from "./passed-ports.ts";

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
  let united = planned;
  for (const unit of unitsOf(inPlan)) {
    const names = new Set(unit.flatMap((p) => [p.giver, p.taker]));
    const actions = withUndo(withSettling(united.actions, unit, names), unit);
    united = atomic ? { ...united, actions } : unite(actions, united.onFailure, [...names].sort());
  }
  return united;
}

function unite(
  actions: readonly Action[],
  onFailure: PlanPart["onFailure"],
  names: readonly string[],
): Planned {
  const into = `ports/${names.join("+")}`;
  const groups = new Set(names.map((name) => groupOf({ name })));
  const rest = Object.entries(onFailure).filter(([group]) => !groups.has(group));
  const own = names.flatMap((name) =>
    (onFailure[groupOf({ name })] ?? []).map((action) =>
      action.type === "revision.note" ? { ...action, ifFailed: membersOf(actions, name) } : action,
    ),
  );
  return {
    actions: [...uniteGroups(actions, groups, into)],
    onFailure: { ...Object.fromEntries(rest), [into]: own },
  };
}

function membersOf(actions: readonly Action[], name: string): readonly string[] {
  return actions.filter((a) => a.group === groupOf({ name })).map((a) => a.id);
}

/** Lets go of the port when the start that claims it is taken back. A connect that claims it has its disconnect. */
function withUndo(actions: readonly Action[], unit: readonly PassedPort[]): readonly Action[] {
  const claims = new Set(unit.flatMap(({ taker }) => claimIdsOf(taker)));
  return actions.map((action) =>
    action.type === "container.start" && claims.has(action.id) && action.undo === undefined
      ? { ...action, undo: [stopAgain(action)] }
      : action,
  );
}

function stopAgain(start: StartContainer): Action {
  const id = `${start.id.replace("start", "stop")}:undo`;
  return { ...undoBase(start, id), type: "container.stop", container: start.container };
}

/** Before anything else of the unit goes, the old containers of those that gave a port away are given up. */
function withSettling(
  actions: readonly Action[],
  unit: readonly PassedPort[],
  names: ReadonlySet<string>,
): readonly Action[] {
  const givers = new Set(unit.map(({ giver }) => `container.remove/${giver}:retired`));
  const members = new Set(actions.filter((a) => a.group !== undefined).map((a) => a.id));
  const settled = actions.flatMap((action) =>
    action.type === "container.remove" && givers.has(action.id) ? [settle(action)] : [],
  );
  const ids = settled.map((a) => a.id);
  return actions
    .map((action): Action => {
      if (action.type === "container.remove" && givers.has(action.id)) {
        return {
          ...action,
          dependsOn: ids,
          container: { ...action.container, name: givenUpName(action.target.name) },
        };
      }
      const follows = action.group === undefined && action.always !== true && names.has(action.target.name);
      if (!follows || !action.dependsOn.some((id) => members.has(id))) return action;
      return { ...action, dependsOn: [...action.dependsOn, ...ids] };
    })
    .concat(settled);
}

function settle({ target, cause, dependsOn, container }: RemoveContainer): Action {
  const id = `container.rename/${target.name}:settle`;
  return { id, type: "container.rename", target, cause, dependsOn, container, to: givenUpName(target.name) };
}

function givenUpName(name: string): string {
  return name + candidateSuffix;
}

/** The passes that hang together: by way of a container that gives one port and takes another, too. */
function unitsOf(passes: readonly PassedPort[]): readonly (readonly PassedPort[])[] {
  return passes.reduce<readonly (readonly PassedPort[])[]>((units, pass) => {
    const touches = (unit: readonly PassedPort[]) =>
      unit.some((p) => [p.giver, p.taker].some((name) => name === pass.giver || name === pass.taker));
    return [...units.filter((unit) => !touches(unit)), [...units.filter(touches).flat(), pass]];
  }, []);
}
