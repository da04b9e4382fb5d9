import { stagingNetworkName } from "../observed/container-names.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action } from "./action.ts";
import type { Cause } from "./cause.ts";
import { isAsItShouldBe } from "./compare-container.ts";
import { type ContainerChange, groupOf } from "./container-actions.ts";
import { decided, type Step } from "./container-step.ts";
import type { PlanPart } from "./part.ts";
import { sideBySideActions } from "./replace-side-by-side.ts";
import { type Replacement, replacement } from "./replace-steps.ts";
import { stopFirstActions } from "./replace-stop-first.ts";
import { warmSwapActions } from "./replace-warm-swap.ts";
import { noteFailure, noteSuccess } from "./revision.ts";
import { chooseRollout } from "./rollout.ts";

export interface ReplaceInput {
  readonly cause: Cause;
  /** Under the name that it has once `first` is done. */
  readonly old: ObservedContainer;
  /** Networks that it is put back on before. */
  readonly lost: readonly string[];
  /** What gives it back its name and those networks. */
  readonly first: (change: ContainerChange) => readonly Action[];
}

/**
 * Puts a new container in the place of an old one.
 * @returns what the next in order waits for
 */
export function replaceContainer(
  part: PlanPart,
  step: Step,
  { cause, old, lost, first }: ReplaceInput,
): readonly string[] {
  const { spec, input } = step;
  const facts = input.forReplace();
  const rollout = chooseRollout(spec, old, {
    passedPort: facts.passedPorts.get(spec.name),
    claimsPortsAtStart: input.observed.engine.claimsPortsAtStart === true,
  });
  const actions = decided(part, step, { kind: "replace", cause, rollout }, (change) => {
    const before = first(change);
    const isOldWanted = !isAsItShouldBe(old, spec);
    const r = replacement(change, old, {
      isOldWanted,
      taken: facts.takenNames,
      staging: facts.stagingNetworkNames,
      lost,
    });
    const replace = actionsOf(rollout.rung, r, step).map((action) => ({
      ...action,
      dependsOn: [...action.dependsOn, ...before.map((a) => a.id)],
    }));
    return [...before, ...replace];
  });
  if (actions.length === 0) return [];
  part.onFailure[groupOf(spec)] = [noteFailure(step, cause)];
  const last = actions.filter((a) => completes(a, groupOf(spec))).map((a) => a.id);
  part.actions.push(...successNotes(step, cause, actions));
  // The next in order need not wait until the old one has gone.
  return last;
}

function actionsOf(rung: string, r: Replacement, { spec, note }: Step): readonly Action[] {
  switch (rung) {
    case "side-by-side":
      return sideBySideActions(r);
    case "warm-swap":
      return warmSwapActions(r, {
        network: stagingNetworkName(spec.owner),
        needs: [],
        // One that became ready there before shows that the network is not what keeps this one from it.
        mayFallBack: spec.update.staging === "preferred" && note?.stagedReady !== true,
      });
    default:
      return stopFirstActions(r);
  }
}

/** Whether it is the last of its group that must succeed: of each branch the last rename or wait. */
function completes(action: Action, group: string): boolean {
  if (action.group !== group) return false;
  if (action.type === "container.wait") return !action.id.endsWith(":staged");
  return action.type === "container.rename" && action.id.includes(":promote");
}

function successNotes(step: Step, cause: Cause, actions: readonly Action[]): readonly Action[] {
  const waits = actions.filter((a) => a.type === "container.wait" && a.group === groupOf(step.spec));
  const serving = waits.find((a) => a.id.endsWith(":serving"));
  const other = waits.find((a) => !a.id.endsWith(":serving") && !a.id.endsWith(":staged"));
  return [serving, other].flatMap((wait) =>
    wait === undefined
      ? []
      : noteSuccess(step, cause, {
          suffix: wait === serving ? ":staged" : "",
          dependsOn: [wait.id],
          isStagedReady: wait === serving,
          ...(wait.when === undefined ? {} : { when: wait.when }),
        }),
  );
}
