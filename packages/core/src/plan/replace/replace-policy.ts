import { containerActionId, undoBase } from "../containers/container-actions.ts";
import {
  isRestarted,
  recordedSettings,
  setRestartPolicy,
  withoutRestart,
} from "../containers/restart-policy.ts";
import type { Action, RestartSettings } from "../steps/action.ts";
import {
  afterNewOne,
  oldOf,
  promotedOf,
  type Replacement,
  retiredOf,
  step,
  stopAgainId,
} from "./replace-steps.ts";

/**
 * Passes on whom the engine starts when it comes back: from the old one, which is stopped, to the new one, which is
 * not started yet and was created `noRestart`. At no moment would it start both, as they must not run at once; and
 * until just before the start, it would start the old one.
 * @returns one after the other; nothing where the engine cannot be told, or starts neither
 */
export function passRestart(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const { spec, setsRestartPolicy } = r.change;
  if (!setsRestartPolicy) return [];
  const retire = isRestarted(settingsOfOld(r)) ? [retireRestart(r, dependsOn)] : [];
  if (!isRestarted(spec)) return retire;
  return [...retire, promoteRestart(r, retire.length === 0 ? dependsOn : retire.map((a) => a.id))];
}

/** For an old one of which a replacement was cut off before: it is about to be started again. */
export function giveRestartBack(r: Replacement): readonly Action[] {
  if (!r.change.setsRestartPolicy || !isRestarted(settingsOfOld(r))) return [];
  return [restartOfOld(r, `container.update/${r.change.spec.name}:back`)];
}

function retireRestart(r: Replacement, dependsOn: readonly string[]): Action {
  const id = containerActionId.retireRestart(r.change.spec.name);
  return {
    ...setRestartPolicy({ ...step(r), id, dependsOn }, retiredOf(r), withoutRestart(settingsOfOld(r))),
    undo: [restartOfOld(r, `${id}:undo`)],
  };
}

/**
 * From then on the engine starts the new one by itself, which was created `noRestart`.
 * @param afterUndo what must have been taken back before this is: one that goes on running is to come back
 */
export function promoteRestart(
  r: Replacement,
  dependsOn: readonly string[],
  afterUndo: readonly string[] = [stopAgainId(containerActionId.start(r.change.spec.name))],
): Action {
  const { spec } = r.change;
  const id = containerActionId.promoteRestart(spec.name);
  const container = promotedOf(r);
  const back = { ...undoBase(r.change, `${id}:undo`), dependsOn: afterUndo };
  return {
    ...setRestartPolicy({ ...step(r), id, dependsOn }, container, spec),
    undo: [setRestartPolicy(back, container, withoutRestart(spec))],
  };
}

function restartOfOld(r: Replacement, id: string): Action {
  const base = { ...undoBase(r.change, id), dependsOn: afterNewOne(r) };
  return setRestartPolicy(base, oldOf(r), settingsOfOld(r));
}

/** What hashike-py made says nothing of it: it had what the manifest says. */
function settingsOfOld({ old, change }: Replacement): RestartSettings {
  return recordedSettings(old) ?? change.spec;
}
