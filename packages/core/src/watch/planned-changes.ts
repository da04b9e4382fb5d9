import type { Plan } from "../plan/plan-types.ts";
import type { Action, ActionType, RemoveNetwork } from "../plan/steps/action.ts";

/** What a plan does to containers and networks, as far as the engine will tell of it. */
export interface PlannedChanges {
  /** By wanted name. */
  readonly containers: ReadonlyMap<string, ChangedContainer>;
  /** `network id`: of containers that it takes off a network, and changes no further. */
  readonly leaving: ReadonlySet<string>;
  readonly removedNetworks: ReadonlySet<string>;
}

export interface ChangedContainer {
  /** Of those that exist when the plan is made. */
  readonly ids: ReadonlySet<string>;
  readonly actionIds: readonly string[];
  /** What the engine will tell of it that others could have done as well. */
  readonly echoes: ReadonlySet<string>;
  /** Whether nothing of it is taken back because of another one. */
  readonly isAlone: boolean;
}

const ended = ["die", "died", "stop", "disconnect"];

/** What an engine tells because of an action, which others could have caused as well; in Docker's and Podman's words. */
const echoesByType: Readonly<Partial<Record<ActionType, readonly string[]>>> = {
  "container.stop": ended,
  "container.remove": [...ended, "destroy", "remove"],
  "container.rename": ["rename"],
  "container.update": ["update"],
  "container.disconnect": ["disconnect"],
  "container.switch": ["connect", "disconnect"],
};

export function changedBy(plan: Plan): PlannedChanges {
  const ofContainers = plan.actions.filter(({ target }) => target.kind === "container");
  // Those that only leave a staging network, which an earlier version left, are not changed.
  const names = new Set(ofContainers.filter((a) => !isOfNetwork(a)).map(({ target }) => target.name));
  for (const { target } of plan.changes) if (target.kind === "container") names.add(target.name);

  const actions = new Map<string, Action[]>([...names].map((name) => [name, []]));
  const groups = new Map<string, Set<string>>();
  const leaving = new Set<string>();
  for (const action of ofContainers) {
    const { name } = action.target;
    if (action.group !== undefined)
      groups.set(action.group, (groups.get(action.group) ?? new Set()).add(name));
    const own = actions.get(name);
    if (own !== undefined) own.push(action);
    else for (const pair of [action, ...(action.undo ?? [])].flatMap(leftBy)) leaving.add(pair);
  }
  const isShared = (group: string | undefined) => group !== undefined && (groups.get(group)?.size ?? 0) > 1;
  return {
    containers: new Map(
      [...actions].map(([name, own]) => [
        name,
        {
          ids: new Set(own.flatMap(idOf)),
          actionIds: own.map(({ id }) => id),
          echoes: new Set(own.flatMap(echoesOf)),
          isAlone: !own.some(({ group }) => isShared(group)),
        },
      ]),
    ),
    leaving,
    removedNetworks: new Set(
      plan.actions.flatMap((a) => (a.type === "network.remove" ? [removedName(a)] : [])),
    ),
  };
}

/** A park is a part of its container's change, and is known by its name. */
function removedName({ target, networkId }: RemoveNetwork): string {
  return target.kind === "network" ? target.name : networkId;
}

function isOfNetwork({ type }: Action): boolean {
  return type === "container.connect" || type === "container.disconnect";
}

function echoesOf(action: Action): readonly string[] {
  // An init container ends by itself.
  if (action.type === "container.wait") return action.until.kind === "completed" ? ended : [];
  if (action.type === "container.start") return action.park === undefined ? [] : ["disconnect"];
  return echoesByType[action.type] ?? [];
}

function leftBy(action: Action): readonly string[] {
  return action.type === "container.disconnect" ? idOf(action).map((id) => `${action.network} ${id}`) : [];
}

function idOf(action: Action): readonly string[] {
  const refs = [
    ...("container" in action ? [action.container] : []),
    ...(action.type === "container.switch" && action.from !== undefined ? [action.from] : []),
  ];
  return refs.flatMap((ref) => ("id" in ref ? [ref.id] : []));
}
