import type { ContainerSpec } from "../../desired/desired-state.ts";
import { fingerprint } from "../../desired/fingerprint.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { replaceCause } from "../compare/compare-container.ts";
import { configCause } from "../compare/config-change.ts";
import { type ContainerRecord, decodeRecord } from "../compare/record.ts";
import type { HeldBack } from "../plan-types.ts";
import type { Action } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { idsOf, lastOf } from "../steps/make-action.ts";
import type { PlanPart } from "../steps/part.ts";
import {
  isUp,
  refOf,
  runToEndActions,
  startActions,
  unpauseActions,
  waitActions,
} from "./container-actions.ts";
import { addContainerChange, type Progress, type Step } from "./container-step.ts";
import { findHeldBack, noteFailure, noteSuccess } from "./revision.ts";

/**
 * Runs an init container that has not completed yet, or not as it is written now.
 * @param specs the owner's containers
 * @param progress taken further
 */
export function planInitContainer(
  part: PlanPart,
  step: Step,
  specs: readonly ContainerSpec[],
  progress: Progress,
): void {
  const { spec, current, target } = step;
  const isDone = isProven(step, specs);
  const held = isDone ? undefined : heldBackFrom(step);
  if (held !== undefined) {
    part.heldBack.push({ ...held, target });
    progress.heldBackBy = held;
    progress.ranBefore[spec.name] = fingerprint(step.recordText);
    return;
  }
  const actions = initActions(part, step, isDone);
  rememberInit(part, step, actions);
  if (actions.length > 0) progress.after = lastOf(actions);
  const create = actions.find((a) => a.type === "container.create");
  if (create !== undefined) {
    progress.rerun = spec.name;
    progress.inits = [...progress.inits, { name: spec.name, createdBy: create.id }];
  } else if (current !== undefined) {
    progress.inits = [...progress.inits, refOf(current)];
  }
  if (actions.length === 0) part.unchanged.push(target);
  progress.ranBefore[spec.name] = fingerprint(step.recordText);
}

/** Only one that would run is held back. */
function heldBackFrom(step: Step): HeldBack | undefined {
  const { current } = step;
  const hasCompleted = current?.state === "exited" && current.exitedZero;
  if (hasCompleted && rerunCause(step, current) === undefined) return undefined;
  return findHeldBack(step) ?? step.heldBackBy;
}

function rememberInit(part: PlanPart, step: Step, actions: readonly Action[]): void {
  const wait = actions.find((a) => a.type === "container.wait");
  if (wait?.group === undefined) return;
  part.onFailure[wait.group] = [noteFailure(step, wait.cause)];
  part.actions.push(...noteSuccess(step, wait.cause, [wait.id]));
}

function initActions(part: PlanPart, step: Step, proven: boolean): readonly Action[] {
  const { current } = step;
  if (current === undefined) {
    if (proven) return [];
    return addContainerChange(part, step, { kind: "create", cause: { kind: "missing" } }, (c) =>
      runToEndActions(c),
    );
  }
  const cause = rerunCause(step, current) ?? halfMade(step, current);
  if (cause !== undefined)
    return addContainerChange(part, step, { kind: "replace", cause }, (c) => runToEndActions(c, current));
  if (current.state === "exited" && current.exitedZero) return [];
  const ref = refOf(current);
  if (isUp(current)) {
    return addContainerChange(part, step, { kind: "update", cause: { kind: "leftover" } }, (change) => {
      const resume = unpauseActions(change, current);
      return [...resume, ...waitActions(change, ref, idsOf(resume))];
    });
  }
  return addContainerChange(part, step, { kind: "update", cause: { kind: "retry" } }, (change) =>
    startActions(change, ref, change.after),
  );
}

/** It has done its work with what it was made from, and with the files that it had. */
function rerunCause(step: Step, current: ObservedContainer): Cause | undefined {
  return replaceCause({ ...step, current }) ?? configCause(step);
}

/** An apply was cut off between its creation and its joining all networks. */
function halfMade({ spec }: Step, { state, networks }: ObservedContainer): Cause | undefined {
  const attached = new Set(networks.map((n) => n.network));
  const isWhole = spec.networks.every((network) => attached.has(network));
  return state !== "created" || isWhole ? undefined : { kind: "leftover" };
}

/**
 * Whether a container after it says, in its own record, that this very init container has completed.
 * `docker container prune` removes finished init containers; that is no reason to run them again.
 */
function isProven(step: Step, specs: readonly ContainerSpec[]): boolean {
  if (step.current !== undefined) return false;
  const wanted = fingerprint(step.recordText);
  return specs.some((other) => {
    if (other.role !== "main" && other.order <= step.spec.order) return false;
    const text = step.input.matched.current.get(other.name)?.record;
    const record = text === undefined ? undefined : decodeRecord(text);
    return record !== undefined && initFingerprint(record, step.spec.name) === wanted;
  });
}

function initFingerprint(record: ContainerRecord, name: string): unknown {
  const ran = record.initContainers;
  return typeof ran === "object" && ran !== null && !Array.isArray(ran) && Object.hasOwn(ran, name)
    ? (ran as Record<string, unknown>)[name]
    : undefined;
}
