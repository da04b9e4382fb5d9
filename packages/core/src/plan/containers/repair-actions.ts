import type { ObservedContainer } from "../../observed/observed-state.ts";
import { claimPorts } from "../claims/claim-ports.ts";
import { portsPath } from "../compare/lost-ports.ts";
import type { Rung } from "../plan-types.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import type { FieldChange } from "../steps/cause.ts";
import {
  actionId,
  behind,
  connectContainer,
  disconnectContainer,
  idsOf,
  startContainer,
  ungrouped,
  updateContainer,
} from "../steps/make-action.ts";
import { refOf, restartActions, startActions, unpauseActions } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import { putBack } from "./misplaced.ts";
import { makeRestarted } from "./restart-policy.ts";

const networksPath = "networks.";

/** How much the repair disturbs; `undefined` for a start or a rename, which have no rung. */
export function rungOf(
  changes: readonly FieldChange[],
  { canPark }: Pick<ContainerChange, "canPark">,
): Rung | undefined {
  const isAbout = (prefix: string) => changes.some((c) => c.path.startsWith(prefix));
  if (changes.some((c) => c.path === "state" || c.path === "name")) return undefined;
  if (isAbout(portsPath) && !canPark) return "restart";
  return isAbout(networksPath) || isAbout(portsPath) ? "connect" : "update";
}

/**
 * Puts a container right without making a new one.
 * @param parks those that it is on, which are among the changes
 */
export function repairActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
  parks: readonly string[],
): readonly Action[] {
  const ref = refOf(current);
  const networks = networkActions(change, current, changes, parks);
  const isUpdated = changes.some(
    ({ path }) => !["state", "name"].includes(path) && !/^(?:networks|ports)\./.test(path),
  );
  const update: readonly Action[] = isUpdated ? [updateAction(change, ref)] : [];
  const before = [...networks, ...update];
  if (changes.some((c) => c.path.startsWith(portsPath))) {
    const after = idsOf(before);
    const mend = change.canPark
      ? claimPorts(change, current, after)
      : restartActions(change, current, ref, after);
    return [...before, ...mend];
  }
  if (!changes.some((c) => c.path === "state")) return before;
  if (current.state === "paused") return [...before, ...unpauseActions(change, current)];
  const restarted = makeRestarted(change, current, change.spec);
  const needs = [...idsOf([...before, ...restarted]), ...change.needs, ...change.after];
  const starts = startActions(change, ref, needs);
  return [...before, ...restarted, ...starts.map((action) => withStartOnFailure(change, action))];
}

/** Before it is another one that may fail: that is no reason to leave down what was there before. */
function withStartOnFailure(change: ContainerChange, action: Action): Action {
  if (action.type !== "container.start" || change.after.length === 0) return action;
  const start = startContainer(ungrouped(change), { suffix: ":back", container: action.container });
  return { ...action, otherwise: [start] };
}

/** Joins before it leaves, so that it is never without a network; parks come last, as host ports hang on networks. */
function networkActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
  parks: readonly string[],
): readonly Action[] {
  const base = ungrouped(change);
  const container = refOf(current);
  const to = (wanted: string) =>
    changes
      .filter((c) => c.path.startsWith(networksPath) && c.to === wanted)
      .map((c) => c.path.slice(networksPath.length));
  const joins = to("connected").map((network) => {
    const dependsOn = change.needs.filter((need) => need === actionId("network.create", network));
    return connectContainer(base, { suffix: `:${network}`, dependsOn, container, network });
  });
  const leaving = to("disconnected").filter((network) => !parks.includes(network));
  const leaves = leaving.map((network) =>
    disconnectContainer(base, { suffix: `:${network}`, dependsOn: idsOf(joins), container, network }),
  );
  const before = [...joins, ...leaves];
  return [...before, ...behind(idsOf(before), putBack(change, current, { lost: [], parks }, ""))];
}

function updateAction(change: ContainerChange, container: ContainerRef): Action {
  const { resources, restartPolicy, role } = change.spec;
  return updateContainer(ungrouped(change), { container, settings: { resources, restartPolicy, role } });
}
