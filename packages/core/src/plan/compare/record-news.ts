import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Step } from "../containers/container-step.ts";
import type { Action } from "../steps/action.ts";
import { idsOf, noteRecord as makeNote } from "../steps/make-action.ts";
import { changesInPlace } from "./compare-container.ts";

const inPlace: ReadonlySet<Action["type"]> = new Set([
  "container.update",
  "container.connect",
  "container.disconnect",
]);

/**
 * Keeps what is applied to a container in place, so that from then on it is what was last applied. Also where nothing
 * of the container has to be changed for it: an apply was cut off before it could, or a hand was there first.
 * @param repair what is done to the container
 * @returns nothing where that is known already, as after drift was put right
 */
export function noteRecord(
  step: Step & { readonly current: ObservedContainer },
  repair: readonly Action[],
): readonly Action[] {
  const { spec, target, current, recordText, input } = step;
  const changes = changesInPlace(step);
  if (input.observed.records === undefined || changes.length === 0) return [];
  return [
    makeNote(
      { target, cause: { kind: "changed", changes } },
      {
        // Not what comes after: whether it then gets ready is another question.
        dependsOn: idsOf(repair.filter(({ type }) => inPlace.has(type))),
        note: { owner: spec.owner, container: spec.name },
        applied: { containerId: current.id, record: recordText },
      },
    ),
  ];
}
