import type { ObservedContainer } from "../../observed/observed-state.ts";
import { claimPorts } from "../claims/claim-ports.ts";
import { rejoinedNetwork } from "../compare/attachment-changes.ts";
import { portsPath } from "../compare/lost-ports.ts";
import type { GroupOutcome, Rung } from "../plan-types.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import type { FieldChange } from "../steps/cause.ts";
import {
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
import { attachmentField, putBack } from "./misplaced.ts";
import { sandboxPath } from "./pods.ts";
import { makeRestarted } from "./restart-policy.ts";

const networksPath = "networks.";

interface Repair extends Partial<GroupOutcome> {
  readonly actions: readonly Action[];
}

/** How much the repair disturbs; `undefined` for a start or a rename, which have no rung. */
export function rungOf(
  changes: readonly FieldChange[],
  { canPark }: Pick<ContainerChange, "canPark">,
): Rung | undefined {
  const isAbout = (prefix: string) => changes.some((c) => c.path.startsWith(prefix));
  if (changes.some((c) => c.path === "state" || c.path === "name")) return undefined;
  if (isAbout(sandboxPath) || (isAbout(portsPath) && !canPark)) return "restart";
  return isAbout(networksPath) || isAbout(portsPath) ? "connect" : "update";
}

/** Whether the repair starts it, which may fail and is taken back then. */
export function startsAnew(
  changes: readonly FieldChange[],
  { state }: ObservedContainer,
  { canPark }: Pick<ContainerChange, "canPark">,
): boolean {
  if (changes.some((c) => c.path === sandboxPath)) return true;
  if (changes.some((c) => c.path.startsWith(portsPath))) return !canPark;
  return state !== "paused" && changes.some((c) => c.path === "state");
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
): Repair {
  const ref = refOf(current);
  const networks = networkActions(change, current, changes, parks);
  const isUpdated = changes.some(
    ({ path }) => !["state", "name", sandboxPath].includes(path) && !/^(?:networks|ports)\./.test(path),
  );
  const update: readonly Action[] = isUpdated ? [updateAction(change, ref)] : [];
  const before = [...networks, ...update];
  if (changes.some((c) => c.path === sandboxPath)) {
    const after = [...idsOf(before), ...change.after];
    return { actions: [...before, ...restartActions(change, current, ref, after)] };
  }
  if (changes.some((c) => c.path.startsWith(portsPath))) {
    const after = idsOf(before);
    const mend = change.canPark
      ? claimPorts(change, current, after)
      : restartActions(change, current, ref, after);
    return { actions: [...before, ...mend] };
  }
  if (!changes.some((c) => c.path === "state")) return { actions: before };
  if (current.state === "paused") return { actions: [...before, ...unpauseActions(change, current)] };
  const restarted = makeRestarted(change, current, change.spec);
  const needs = [...idsOf([...before, ...restarted]), ...change.needs, ...change.after];
  const actions = [...before, ...restarted, ...startActions(change, ref, needs)];
  // One that has no port to start with is not started.
  if (change.after.length === 0 || change.takesPort) return { actions };
  // Before it is another one that may fail: that is no reason to leave down what was there before.
  return {
    actions,
    onUnsuccessful: [startContainer(ungrouped(change), { suffix: ":back", container: ref })],
  };
}

/**
 * Joins before it leaves, so that it is never without a network. One that it is to be on otherwise, it leaves first. Parks
 * come last, as host ports hang on networks.
 */
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
    const dependsOn = [change.networksCreated.get(network)].filter((id) => id !== undefined);
    const attachment = attachmentField(change.spec.attachments?.[network]);
    return connectContainer(base, { suffix: `:${network}`, dependsOn, container, network, ...attachment });
  });
  const leaving = to("disconnected").filter((network) => !parks.includes(network));
  const leaves = leaving.map((network) =>
    disconnectContainer(base, { suffix: `:${network}`, dependsOn: idsOf(joins), container, network }),
  );
  const anew = [...new Set(changes.flatMap((c) => rejoinedNetwork(c) ?? []))].flatMap((network) => {
    const dependsOn = idsOf(joins);
    const leave = disconnectContainer(base, { suffix: `:${network}`, dependsOn, container, network });
    const attachment = attachmentField(change.spec.attachments?.[network]);
    return [
      leave,
      connectContainer(base, {
        suffix: `:${network}`,
        dependsOn: [leave.id],
        container,
        network,
        ...attachment,
      }),
    ];
  });
  const before = [...joins, ...leaves, ...anew];
  return [...before, ...behind(idsOf(before), putBack(change, current, { lost: [], parks }, ""))];
}

function updateAction(change: ContainerChange, container: ContainerRef): Action {
  const { resources, restartPolicy, role, engineOptions } = change.spec;
  const options = engineOptions === undefined ? {} : { engineOptions };
  return updateContainer(ungrouped(change), {
    container,
    settings: { resources, restartPolicy, role, ...options },
  });
}
