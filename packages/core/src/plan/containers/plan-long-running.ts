import { retiredSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { isAsItShouldBe, type LiveChange, liveChanges, replaceCause } from "../compare/compare-container.ts";
import { configCause, reloadOf } from "../compare/config-change.ts";
import { noteRecord } from "../compare/record-news.ts";
import { troubleOf } from "../compare/trouble.ts";
import { replaceContainer, rolloutOf } from "../replace/plan-replace.ts";
import { whyNotPark } from "../replace/rollout.ts";
import { heldBackFrom, noteFailure, noteSuccess } from "../revisions/revision.ts";
import type { Cause, FieldChange } from "../steps/cause.ts";
import { formatCause } from "../steps/format-cause.ts";
import { behind, idsOf, lastOf, startContainer, ungrouped } from "../steps/make-action.ts";
import { addOutcome, type PlanPart } from "../steps/part.ts";
import { createActions, isUp, refOf, unpauseActions } from "./container-actions.ts";
import { addContainerChange, type Step } from "./container-step.ts";
import type { Decision, Turn } from "./decision.ts";
import { giveBack, restoreName, withFirst } from "./give-back.ts";
import { isWellPlaced, misplaced, parksOf } from "./misplaced.ts";
import { leftAlone } from "./plan-init-container.ts";
import { decideReload } from "./plan-reload.ts";
import { lostSandbox, podCause, renewsPod, sandboxPath } from "./pods.ts";
import { repairActions, rungOf, startsAnew } from "./repair-actions.ts";
import { lostRestart, makeRestarted, recordedSettings, restartPolicyPath } from "./restart-policy.ts";
import { resumeActions } from "./resume-actions.ts";

/** Decides whether a container that is to keep running, a main one or a sidecar, is created, replaced or repaired. */
export function decideLongRunning(step: Step): Decision {
  if (!isThere(step)) return decideCreation(step);
  const cause = replaceCause(step) ?? configCause(step) ?? podCauseOf(step);
  if (cause !== undefined) return decideReplacement(step, cause);
  const repair = decideRepair(step);
  const reload = reloadOf(step);
  return reload === undefined ? repair : decideReload(step, reload, repair);
}

type StepOfOne = Step & { readonly current: ObservedContainer };

function decideCreation(step: Step): Decision {
  const held = heldBackFrom(step);
  if (held !== undefined) return leftAlone(step, held);
  const cause: Cause = { kind: "missing" };
  return {
    isUndoable: true,
    creates: true,
    act: (part, turn) => {
      const change = { kind: "create", cause } as const;
      const last = lastOf(addContainerChange(part, step, turn, change, createActions));
      addOutcome(part, turn.group, { onFailed: [noteFailure(step, cause)] });
      part.actions.push(...noteSuccess(step, cause, last));
      return last;
    },
  };
}

function decideReplacement(step: StepOfOne, cause: Cause): Decision {
  if (isLeftToItself(step, cause)) return leftToItself(step, cause);
  const held = heldBackFrom(step);
  if (held !== undefined) {
    const act = (part: PlanPart, turn: Turn) => {
      leftAlone(step, held).act(part, turn);
      keepUp(part, step, turn);
      return [];
    };
    return { held, isUndoable: false, act };
  }
  const { restore, named } = nameBack(step);
  const first = giveBack(named, restore, misplaced(step.current, step.networks));
  // By then it has been stopped along with its sandbox.
  const isStopped = step.current.sandboxId !== undefined && step.sandbox?.stops === step.current.sandboxId;
  const old = isStopped && isUp(named) ? ({ ...named, state: "exited" } as const) : named;
  const stopsOld = step.spec.role === "sandbox" && rolloutOf(step, old).rung === "stop-first";
  return {
    isUndoable: true,
    creates: true,
    ...renewsPod(cause, step.current, step.sandbox),
    ...(stopsOld ? { stops: old.id } : {}),
    act: (part, turn) => replaceContainer(part, step, turn, { cause, old, first }),
  };
}

function decideRepair(step: StepOfOne): Decision {
  const { current } = step;
  // It cannot have the host port that another one keeps, which is held back.
  const held = isUp(current) || !step.input.waiting.has(step.spec.name) ? undefined : heldBackFrom(step);
  if (held !== undefined) return leftAlone(step, held);
  const { restore, named } = nameBack(step);
  const live = [...liveChanges(step), ...lostSandboxOf(step)];
  const changes =
    restore === undefined
      ? live
      : [{ path: "name", from: current.name, to: step.spec.name, isWanted: false }, ...live];
  const retired = retiredBy(step);
  if (changes.length === 0 && retired === undefined) return asWanted(step);
  const parks = parksOf(current, step.networks.onEngine);
  const isCutOff = retired !== undefined || restore !== undefined || parks.length > 0;
  // A replacement that was cut off may have left it without its restart policy, and on a park: no hand did that.
  const untold = new Set([restartPolicyPath, ...parks.map((park) => `networks.${park}`)]);
  const told = isCutOff ? changes.filter((c) => c.isWanted || !untold.has(c.path)) : changes;
  const cause = repairCause(step, told);
  if (!isCutOff && isLeftToItself(step, cause)) return leftToItself(step, cause);
  const canPark = whyNotPark(step.input.observed.engine) === undefined;
  const rung = told.length === 0 ? undefined : rungOf(told, { canPark });
  return {
    isUndoable: retired !== undefined || startsAnew(changes, current, { canPark }),
    act: (part, turn) => {
      // Other limits, or another network, do not make work what does not.
      if (rung === "update" || rung === "connect") tellTrouble(part, step);
      const how = { kind: "update", cause, ...(rung === undefined ? {} : { rollout: { rung } }) } as const;
      const actions = addContainerChange(part, step, turn, how, (change) => {
        const repair = repairActions(change, named, changes, parks);
        const repaired = withFirst(restore, repair.actions);
        addOutcome(part, turn.group, repair);
        part.actions.push(...noteRecord(step, repaired));
        if (retired === undefined) return repaired;
        const where = misplaced(retired, step.networks);
        const resume = resumeActions(change, { current: named, retired, where, after: idsOf(repaired) });
        addOutcome(part, turn.group, { onFailed: [...resume.onFailed, noteFailure(step, cause)] });
        return [...repaired, ...resume.actions];
      });
      if (retired !== undefined) part.actions.push(...noteSuccess(step, cause, lastOf(actions)));
      return lastOf(actions);
    },
  };
}

function podCauseOf({ spec, current, sandbox, input }: StepOfOne): Cause | undefined {
  return podCause(current, sandbox, input.renewed.get(spec.name));
}

function lostSandboxOf({ current, sandbox }: StepOfOne): readonly LiveChange[] {
  const lost = lostSandbox(current, sandbox);
  return lost === undefined ? [] : [{ ...lost, isWanted: false }];
}

function asWanted(step: StepOfOne): Decision {
  return {
    isUndoable: false,
    act: (part) => {
      part.unchanged.push(step.target);
      part.actions.push(...noteRecord(step, []));
      tellTrouble(part, step);
      tellStopped(part, step);
      return [];
    },
  };
}

function tellTrouble(part: PlanPart, { target, current, input }: StepOfOne): void {
  const trouble = troubleOf(target, current, input.observed.engine);
  if (trouble !== undefined) part.troubled.push(trouble);
}

function tellStopped(part: PlanPart, { spec, current }: StepOfOne): void {
  if (current.isStoppedByHand !== true || spec.restartPolicy !== "UnlessStopped") return;
  part.notices.push({
    message: `container ${spec.name} was stopped by hand and stays so (restartPolicy UnlessStopped)`,
    hint: `\`docker start ${current.name}\` starts it again`,
  });
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
function keepUp(part: PlanPart, step: StepOfOne, turn: Turn): void {
  const { restore, named } = nameBack(step);
  const where = misplaced(step.current, step.networks);
  const isDown = !isAsItShouldBe(named, step.spec);
  const restart = isDown ? (recordedSettings(named) ?? step.spec) : lostRestart(named);
  if (restore === undefined && isWellPlaced(where) && !isDown && restart === undefined) return;
  const changes = [
    ...where.lost.map((network) => ({ path: `networks.${network}`, from: "disconnected", to: "connected" })),
    ...(isDown ? [{ path: "state", from: named.state, to: "running" }] : []),
  ];
  const cause: Cause = changes.length === 0 ? { kind: "leftover" } : { kind: "drift", changes };
  addContainerChange(part, step, turn, { kind: "update", cause }, (change) => {
    const back = giveBack(named, restore, where)(change);
    const before = [...back, ...(restart === undefined ? [] : makeRestarted(change, named, restart))];
    if (!isDown) return before;
    const goOn =
      named.state === "paused"
        ? unpauseActions(change, named)
        : [startContainer(ungrouped(change), { container: refOf(named) })];
    return [...before, ...behind(idsOf(before), goOn)];
  });
}

/** What an apply was about to remove when it was cut off; so nobody knows whether its successor is a good one. */
function retiredBy({ spec, input }: Step): ObservedContainer | undefined {
  if (input.leftovers.size === 0) return undefined;
  return input.leftovers.get(spec.name + retiredSuffix);
}

/** Whether it was changed by hand, and the user wants to be told only. */
function isLeftToItself(step: Step, cause: Cause): boolean {
  return cause.kind === "drift" && step.input.options.onDrift === "report";
}

function leftToItself({ spec, target }: Step, cause: Cause): Decision {
  return {
    isUndoable: false,
    act: (part) => {
      part.notices.push({ message: `container ${spec.name} is left as it is: ${formatCause(cause)}` });
      part.unchanged.push(target);
      return [];
    },
  };
}

function repairCause({ sandbox }: StepOfOne, told: readonly LiveChange[]): Cause {
  if (told.length === 0) return { kind: "leftover" };
  const isOfSandbox = sandbox !== undefined && told.every(({ path }) => path === sandboxPath);
  return isOfSandbox ? { kind: "sandbox", name: sandbox.name } : causeOf(told);
}

function causeOf(changes: readonly LiveChange[]): Cause {
  const told = changes.map(({ isWanted: _isWanted, ...change }): FieldChange => change);
  return { kind: changes.some((c) => c.isWanted) ? "changed" : "drift", changes: told };
}
