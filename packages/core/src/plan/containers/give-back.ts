import { retiredSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Action } from "../steps/action.ts";
import { behind, renameContainer } from "../steps/make-action.ts";
import { refOf } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import type { Step } from "./container-step.ts";
import { type Misplaced, putBack } from "./misplaced.ts";

/** One that is to be replaced is to serve meanwhile: it is given back its name, its networks and its host ports. */
export function giveBack(
  old: ObservedContainer,
  restore: Action | undefined,
  where: Misplaced,
): (change: ContainerChange) => readonly Action[] {
  return (change) => withFirst(restore, putBack(change, old, where));
}

/** A container that an interrupted replacement left under another name gets its own first. */
export function restoreName({ spec, target }: Step, current: ObservedContainer): Action | undefined {
  if (current.name === spec.name || !isOfReplacement(spec.name, current)) return undefined;
  const base = { target, cause: { kind: "leftover" } } as const;
  return renameContainer(base, { suffix: ":restore", container: refOf(current), to: spec.name });
}

/** One that is renamed in the manifest keeps its name until its successor is ready. */
function isOfReplacement(name: string, current: ObservedContainer): boolean {
  return current.specName === undefined || current.specName === name || current.name === name + retiredSuffix;
}

export function withFirst(first: Action | undefined, actions: readonly Action[]): readonly Action[] {
  if (first === undefined) return actions;
  return [first, ...behind([first.id], actions)];
}
