import { retiredSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { isAsItShouldBe, type LiveChange, liveChanges, replaceCause } from "../compare/compare-container.ts";
import { configCause, reloadOf } from "../compare/config-change.ts";
import { noteRecord } from "../compare/record-news.ts";
import { troubleOf } from "../compare/trouble.ts";
import { replaceContainer } from "../replace/plan-replace.ts";
import { whyNotPark } from "../replace/rollout.ts";
import type { Action } from "../steps/action.ts";
import type { Cause, FieldChange } from "../steps/cause.ts";
import { formatCause } from "../steps/format-cause.ts";
import { behind, idsOf, lastOf, startContainer, ungrouped } from "../steps/make-action.ts";
import type { PlanPart } from "../steps/part.ts";
import { createActions, isUp, refOf, unpauseActions } from "./container-actions.ts";
import { addContainerChange, groupOf, type Step } from "./container-step.ts";
import { giveBack, restoreName, withFirst } from "./give-back.ts";
import { isWellPlaced, type Misplaced, misplaced, parksOf } from "./misplaced.ts";
import { planReload } from "./plan-reload.ts";
import { repairActions, rungOf } from "./repair-actions.ts";
import { lostRestart, makeRestarted, recordedSettings, restartPolicyPath } from "./restart-policy.ts";
import { resumeActions } from "./resume-actions.ts";
import { findHeldBack, noteFailure, noteSuccess } from "./revision.ts";

/**
 * Creates, replaces or repairs a container that is to keep running: a main one or a sidecar.
 * @returns what the next in order waits for; `undefined` when nothing is to be done
 */
export function planLongRunning(part: PlanPart, step: Step): readonly string[] | undefined {
  if (!isThere(step)) {
    const cause: Cause = { kind: "missing" };
    if (isHeldBack(part, step)) return undefined;
    return withRevisionNotes(
      part,
      step,
      cause,
      addContainerChange(part, step, { kind: "create", cause }, createActions),
    );
  }
  const cause = replaceCause(step) ?? configCause(step);
  if (cause !== undefined) return planReplacement(part, step, cause);
  const reload = reloadOf(step);
  if (reload === undefined) return planRepair(part, step);
  return planReload(part, step, reload, (repaired) => planRepair(repaired, step));
}

type StepOfOne = Step & { readonly current: ObservedContainer };

function planReplacement(part: PlanPart, step: StepOfOne, cause: Cause): readonly string[] | undefined {
  const { restore, named } = nameBack(step);
  const where = misplaced(step.current, step.networks);
  if (isLeftToItself(part, step, cause)) return undefined;
  if (isHeldBack(part, step)) return keepUp(part, step, named, restore, where);
  return replaceContainer(part, step, { cause, old: named, first: giveBack(named, restore, where) });
}

function planRepair(part: PlanPart, step: StepOfOne): readonly string[] | undefined {
  const { current } = step;
  // It cannot have the host port that another one keeps, which is held back.
  if (!isUp(current) && step.input.waiting.has(step.spec.name) && isHeldBack(part, step)) return undefined;
  const { restore, named } = nameBack(step);
  const live = liveChanges(step);
  const changes =
    restore === undefined
      ? live
      : [{ path: "name", from: current.name, to: step.spec.name, isWanted: false }, ...live];
  const retired = retiredBy(step);
  if (changes.length === 0 && retired === undefined) {
    part.unchanged.push(step.target);
    part.actions.push(...noteRecord(step, []));
    tellTrouble(part, step);
    return undefined;
  }
  const parks = parksOf(current, step.networks.onEngine);
  const isCutOff = retired !== undefined || restore !== undefined || parks.length > 0;
  // A replacement that was cut off may have left it without its restart policy, and on a park: no hand did that.
  const untold = new Set([restartPolicyPath, ...parks.map((park) => `networks.${park}`)]);
  const told = isCutOff ? changes.filter((c) => c.isWanted || !untold.has(c.path)) : changes;
  const cause: Cause = told.length === 0 ? { kind: "leftover" } : causeOf(told);
  if (!isCutOff && isLeftToItself(part, step, cause)) return undefined;
  const canPark = whyNotPark(step.input.observed.engine) === undefined;
  const rung = told.length === 0 ? undefined : rungOf(told, { canPark });
  const rollout = rung === undefined ? {} : { rollout: { rung } };
  // Other limits, or another network, do not make work what does not.
  if (rung === "update" || rung === "connect") tellTrouble(part, step);
  const actions = addContainerChange(part, step, { kind: "update", cause, ...rollout }, (change) => {
    const repair = withFirst(restore, repairActions(change, named, changes, parks));
    part.actions.push(...noteRecord(step, repair));
    if (retired === undefined) return repair;
    const resume = resumeActions(change, {
      current: named,
      retired,
      where: misplaced(retired, step.networks),
      after: idsOf(repair),
    });
    part.onFailure[groupOf(step.spec)] = [...resume.onFailure, noteFailure(step, cause)];
    return [...repair, ...resume.actions];
  });
  const last = lastOf(actions);
  if (retired !== undefined) {
    part.actions.push(...noteSuccess(step, cause, last));
  }
  return last;
}

function tellTrouble(part: PlanPart, { target, current, input }: StepOfOne): void {
  const trouble = troubleOf(target, current, input.observed.engine);
  if (trouble !== undefined) part.troubled.push(trouble);
}

/** What gives the container its wanted name back, if it has lost it, and the container as it is then. */
function nameBack(step: StepOfOne) {
  const restore = restoreName(step, step.current);
  return {
    restore,
    named: restore === undefined ? step.current : { ...step.current, name: step.spec.name },
  };
}

function isThere(step: Step): step is StepOfOne {
  return step.current !== undefined;
}

/** Until the wanted revision is tried again, the one that is there is to serve. */
function keepUp(
  part: PlanPart,
  step: Step,
  current: ObservedContainer,
  restore: Action | undefined,
  where: Misplaced,
): undefined {
  const isDown = !isAsItShouldBe(current, step.spec);
  const restart = isDown ? (recordedSettings(current) ?? step.spec) : lostRestart(current);
  if (restore === undefined && isWellPlaced(where) && !isDown && restart === undefined) return;
  const changes = [
    ...where.lost.map((network) => ({ path: `networks.${network}`, from: "disconnected", to: "connected" })),
    ...(isDown ? [{ path: "state", from: current.state, to: "running" }] : []),
  ];
  const cause: Cause = changes.length === 0 ? { kind: "leftover" } : { kind: "drift", changes };
  addContainerChange(part, step, { kind: "update", cause }, (change) => {
    const back = giveBack(current, restore, where)(change);
    const before = [...back, ...(restart === undefined ? [] : makeRestarted(change, current, restart))];
    if (!isDown) return before;
    const goOn =
      current.state === "paused"
        ? unpauseActions(change, current)
        : [startContainer(ungrouped(change), { container: refOf(current) })];
    return [...before, ...behind(idsOf(before), goOn)];
  });
}

/** What an apply was about to remove when it was cut off; so nobody knows whether its successor is a good one. */
function retiredBy({ spec, input }: Step): ObservedContainer | undefined {
  if (input.leftovers.size === 0) return undefined;
  return input.leftovers.get(spec.name + retiredSuffix);
}

/** Adds what is to be remembered of a creation, whether it works or fails. */
function withRevisionNotes(
  part: PlanPart,
  step: Step,
  cause: Cause,
  actions: readonly Action[],
): readonly string[] {
  const last = lastOf(actions);
  part.onFailure[groupOf(step.spec)] = [noteFailure(step, cause)];
  part.actions.push(...noteSuccess(step, cause, last));
  return last;
}

/** Whether it is not tried now, because it or what must run before it failed not long ago. Said in the plan. */
function isHeldBack(part: PlanPart, step: Step): boolean {
  const held = findHeldBack(step) ?? step.heldBackBy;
  if (held === undefined) return false;
  part.heldBack.push({ ...held, target: step.target });
  return true;
}

/** Whether it was changed by hand, and the user wants to be told only. */
function isLeftToItself(part: PlanPart, step: Step, cause: Cause): boolean {
  if (cause.kind !== "drift" || step.input.options.onDrift !== "report") return false;
  part.notices.push({ message: `container ${step.spec.name} is left as it is: ${formatCause(cause)}` });
  part.unchanged.push(step.target);
  return true;
}

function causeOf(changes: readonly LiveChange[]): Cause {
  const told = changes.map(({ isWanted: _isWanted, ...change }): FieldChange => change);
  return { kind: changes.some((c) => c.isWanted) ? "changed" : "drift", changes: told };
}
