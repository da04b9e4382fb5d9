import type { Action, WaitCondition } from "./action.ts";
import { containerActionId, groupOf, postStartActions } from "./container-actions.ts";
import { joinActions, passNetworks } from "./pass-networks.ts";
import { readyCondition, servingCondition, waitAction } from "./ready-wait.ts";
import {
  afterwards,
  announceCandidate,
  type Branch,
  candidateOf,
  createCandidate,
  noBranch,
  preStopOf,
  promotedOf,
  type Replacement,
  removeOld,
  retiredOf,
  settleName,
  step,
  stopOld,
  stoppedAgain,
} from "./replace-steps.ts";

export interface Staging {
  readonly network: string;
  /** What must be there before a candidate may start on it. */
  readonly needs: readonly string[];
  /** A candidate that does not get ready there is tried in place. */
  readonly mayFallBack: boolean;
}

/**
 * Lets the new container become ready on a staging network, where its host ports are not claimed, while the old one
 * serves; then the new one leaves that, and the two switch places on the other networks, which passes the ports on. The
 * old one runs on until that has worked: going back is one connect.
 *
 * A staging network has no way out. Where that may be the reason for not getting ready, the plan has a second branch,
 * in which the same candidate is tried in the old one's place.
 */
export function warmSwapActions(r: Replacement, staging: Staging): readonly Action[] {
  const { change } = r;
  const { name } = change.spec;
  const group = groupOf(change.spec);
  const candidate = candidateOf(r);
  const create = createCandidate(r, { onNetworks: [staging.network] });
  const start: Action = {
    ...step(r, noBranch),
    id: `container.start/${name}:staged`,
    type: "container.start",
    dependsOn: [create.id, ...staging.needs],
    container: candidate,
  };
  const hooks = postStartActions(change, candidate, { dependsOn: [start.id], group, suffix: ":staged" });
  const staged: Action = {
    ...waitAction(change, readyCondition(change.spec), {
      container: candidate,
      dependsOn: [hooks.at(-1)?.id ?? start.id],
      group,
      suffix: ":staged",
    }),
    ...(staging.mayFallBack ? { tolerant: true } : {}),
  };
  const before = [create, start, ...hooks, staged];
  if (!staging.mayFallBack) {
    const { actions, last } = swap(r, staging, noBranch, staged.id);
    return [...before, ...actions, removeOld(r, [last])];
  }
  const warm = swap(r, staging, { suffix: "", when: { actionId: staged.id, gave: "ready" } }, staged.id);
  const cold = inPlace(
    r,
    staging,
    { suffix: ":in-place", when: { actionId: staged.id, gave: "notReady" } },
    staged.id,
  );
  return [...before, ...warm.actions, ...cold.actions, removeOld(r, [warm.last, cold.last])];
}

interface Way {
  readonly actions: readonly Action[];
  /** The id of the action that completes it. */
  readonly last: string;
}

function swap(r: Replacement, staging: Staging, branch: Branch, staged: string): Way {
  const { change } = r;
  const { name } = change.spec;
  const announce = announceCandidate(r, branch, [staged]);
  // Before, as the engine would have to take away what it has there, while nobody answers.
  const leave = leaveStaging(r, branch, staging, [announce.at(-1)?.id ?? staged]);
  const pass = passNetworks(r, branch, [leave.id]);
  const serving = waitIn(r, branch, servingCondition(change.spec), ":serving", [pass.at(-1)?.id ?? leave.id]);
  const names = settleName(r, branch, [serving.id]);
  const stop: Action = {
    ...afterwards(r, branch),
    id: containerActionId.stop(name),
    type: "container.stop",
    dependsOn: [names.at(-1)?.id ?? serving.id],
    container: retiredOf(r),
    ...preStopOf(r.old),
  };
  return { actions: [...announce, leave, ...pass, serving, ...names, stop], last: stop.id };
}

function inPlace(r: Replacement, staging: Staging, branch: Branch, staged: string): Way {
  const { change } = r;
  const { name } = change.spec;
  const group = groupOf(change.spec);
  const end: Action = {
    ...step(r, branch),
    id: `container.stop/${name}:candidate`,
    type: "container.stop",
    dependsOn: [staged],
    container: candidateOf(r),
  };
  const stop = stopOld(r, containerActionId.stopInPlace(name), branch, [end.id]);
  const join = joinActions(r, branch, [stop.id], {
    networks: r.change.spec.networks,
    idOf: (network) => `container.connect/${name}:${network}:in-place`,
  });
  const leave = leaveStaging(r, branch, staging, [join.at(-1)?.id ?? stop.id]);
  const names = settleName({ ...r, announced: undefined }, branch, [leave.id]);
  const start: Action = {
    ...step(r, branch),
    id: containerActionId.startInPlace(name),
    type: "container.start",
    dependsOn: [names.at(-1)?.id ?? leave.id],
    container: promotedOf(r),
  };
  const hooks = postStartActions(change, promotedOf(r), {
    dependsOn: [start.id],
    group,
    suffix: ":in-place",
  }).map((hook) => ({ ...hook, ...step(r, branch) }));
  const ready = waitIn(r, branch, readyCondition(change.spec), ":in-place", [hooks.at(-1)?.id ?? start.id]);
  return {
    actions: [end, stop, ...join, leave, ...names, stoppedAgain(r, start), ...hooks, ready],
    last: ready.id,
  };
}

function leaveStaging(
  r: Replacement,
  branch: Branch,
  { network }: Staging,
  dependsOn: readonly string[],
): Action {
  return {
    ...step(r, branch),
    cause: { kind: "staging" },
    id: `container.disconnect/${r.change.spec.name}:staging${branch.suffix}`,
    type: "container.disconnect",
    dependsOn,
    container: candidateOf(r),
    network,
  };
}

function waitIn(
  r: Replacement,
  { when }: Branch,
  until: WaitCondition,
  suffix: string,
  dependsOn: readonly string[],
): Action {
  const place = { container: candidateOf(r), dependsOn, group: groupOf(r.change.spec), suffix };
  return { ...waitAction(r.change, until, place), ...(when === undefined ? {} : { when }) };
}
