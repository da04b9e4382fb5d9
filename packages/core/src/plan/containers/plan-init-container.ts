import { fingerprint } from "../../desired/fingerprint.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { replaceCause } from "../compare/compare-container.ts";
import { configCause } from "../compare/config-change.ts";
import { type ContainerRecord, decodeRecord } from "../compare/record.ts";
import type { HeldBack } from "../plan-types.ts";
import { heldBackFrom, noteFailure, noteSuccess } from "../revisions/revision.ts";
import type { Action } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { idsOf, lastOf } from "../steps/make-action.ts";
import { addOutcome } from "../steps/part.ts";
import {
  isUp,
  refOf,
  runToEndActions,
  startActions,
  unpauseActions,
  waitActions,
} from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import { addContainerChange, type Step, type StepChange } from "./container-step.ts";
import type { Decision } from "./decision.ts";
import { podCause, renewsPod } from "./pods.ts";

/** Decides whether an init container runs: when it has not completed yet, or not as it is written now. */
export function decideInit(step: Step): Decision {
  const run = whatToRun(step);
  // Only one that would run is held back.
  const held = run === undefined ? undefined : heldBackFrom(step);
  if (held !== undefined) return leftAlone(step, held);
  if (run === undefined) {
    return {
      isUndoable: false,
      act: (part) => {
        part.unchanged.push(step.target);
        return [];
      },
    };
  }
  return {
    isUndoable: true,
    ...(run.change.kind === "update" ? {} : { creates: true }),
    ...(step.current === undefined || run.change.kind !== "replace"
      ? {}
      : renewsPod(run.change.cause, step.current, step.sandbox)),
    act: (part, turn) => {
      const actions = addContainerChange(part, step, turn, run.change, run.makeActions);
      const waits = idsOf(actions.filter((a) => a.type === "container.wait"));
      if (waits.length > 0) {
        const { cause } = run.change;
        addOutcome(part, turn.group, { onFailed: [noteFailure(step, cause)] });
        part.actions.push(...noteSuccess(step, cause, waits));
      }
      return lastOf(actions);
    },
  };
}

/** It, or what must come before it, failed not long ago. Said in the plan. */
export function leftAlone(step: Step, held: HeldBack): Decision {
  return {
    held,
    isUndoable: false,
    act: (part) => {
      part.heldBack.push({ ...held, target: step.target });
      return [];
    },
  };
}

interface InitRun {
  readonly change: StepChange;
  readonly makeActions: (change: ContainerChange) => readonly Action[];
}

/** @returns `undefined` where it has done its work */
function whatToRun(step: Step): InitRun | undefined {
  const { current } = step;
  if (current === undefined) {
    if (!isOfNewPod(step) && isProven(step)) return undefined;
    return { change: { kind: "create", cause: { kind: "missing" } }, makeActions: (c) => runToEndActions(c) };
  }
  const cause = rerunCause(step, current) ?? halfMade(step, current);
  if (cause !== undefined) {
    return { change: { kind: "replace", cause }, makeActions: (c) => runToEndActions(c, current) };
  }
  if (current.state === "exited" && current.exitedZero) return undefined;
  const ref = refOf(current);
  if (!isUp(current)) {
    const makeActions = (c: ContainerChange) => startActions(c, ref, c.after);
    return { change: { kind: "update", cause: { kind: "retry" } }, makeActions };
  }
  return {
    change: { kind: "update", cause: { kind: "leftover" } },
    makeActions: (change) => {
      const resume = unpauseActions(change, current);
      return [...resume, ...waitActions(change, ref, idsOf(resume))];
    },
  };
}

/** It has done its work with what it was made from, and with the files that it had. */
function rerunCause(step: Step, current: ObservedContainer): Cause | undefined {
  return (
    replaceCause({ ...step, current }) ??
    configCause(step) ??
    podCause(current, step.sandbox, step.input.renewed.get(step.spec.name))
  );
}

/** An apply was cut off between its creation and its joining all networks. */
function halfMade({ spec }: Step, { state, networks }: ObservedContainer): Cause | undefined {
  const attached = new Set(networks.map((n) => n.network));
  const isWhole = spec.networks.every((network) => attached.has(network));
  return state !== "created" || isWhole ? undefined : { kind: "leftover" };
}

/** Its pod gets another sandbox: what it did for the one before counts no more. */
function isOfNewPod({ spec, sandbox, input }: Step): boolean {
  return input.renewed.has(spec.name) || (sandbox !== undefined && sandbox.current === undefined);
}

/**
 * Whether one that came after it says, in its own record, that this very init container has completed.
 * `docker container prune` removes finished init containers; that is no reason to run them again.
 */
function isProven({ spec, recordText, input }: Step): boolean {
  const wanted = fingerprint(recordText);
  return [...input.matched.current.values()].some(({ record }) => {
    const decoded = record === undefined ? undefined : decodeRecord(record);
    return decoded !== undefined && initFingerprint(decoded, spec.name) === wanted;
  });
}

function initFingerprint(record: ContainerRecord, name: string): unknown {
  const ran = record.initContainers;
  return typeof ran === "object" && ran !== null && !Array.isArray(ran) && Object.hasOwn(ran, name)
    ? (ran as Record<string, unknown>)[name]
    : undefined;
}
