import { refOf } from "../containers/container-actions.ts";
import {
  isRestarted,
  recordedSettings,
  setRestartPolicy,
  withoutRestart,
} from "../containers/restart-policy.ts";
import type { Action, RestartSettings } from "../steps/action.ts";
import { idsOf, ungrouped } from "../steps/make-action.ts";
import { afterNewOne, promotedOf, type Replacement, retiredOf, stopsNewOne } from "./replace-steps.ts";

/**
 * Moves the restart policy from the old container, which is stopped, to the new one, which is
 * not started yet and was created `noRestart`. At no moment would it start both, as they must not run at once; and
 * until just before the start, it would start the old one.
 * @returns one after the other; nothing where the engine cannot be told, or starts neither
 */
export function passRestart(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const { spec, setsRestartPolicy } = r.change;
  if (!setsRestartPolicy) return [];
  const retire = isRestarted(settingsOfOld(r)) ? [retireRestart(r, dependsOn)] : [];
  if (!isRestarted(spec)) return retire;
  return [...retire, promoteRestart(r, retire.length === 0 ? dependsOn : idsOf(retire))];
}

/** For an old one of which a replacement was cut off before: it is about to be started again. */
export function giveRestartBack(r: Replacement): readonly Action[] {
  if (!r.change.setsRestartPolicy || !isRestarted(settingsOfOld(r))) return [];
  return [restartOfOld(r, ":back")];
}

function retireRestart(r: Replacement, dependsOn: readonly string[]): Action {
  return {
    ...setRestartPolicy(r.change, withoutRestart(settingsOfOld(r)), {
      suffix: ":retire",
      dependsOn,
      container: retiredOf(r),
    }),
    undo: [restartOfOld(r, ":retire:undo")],
  };
}

/**
 * From then on the engine starts the new one by itself, which was created `noRestart`.
 * @param afterUndo what must have been taken back before this is: one that goes on running is to come back
 */
export function promoteRestart(
  r: Replacement,
  dependsOn: readonly string[],
  afterUndo: readonly string[] = stopsNewOne(r),
): Action {
  const { spec } = r.change;
  const container = promotedOf(r);
  const undo = setRestartPolicy(ungrouped(r.change), withoutRestart(spec), {
    suffix: ":promote:undo",
    dependsOn: afterUndo,
    container,
  });
  return { ...setRestartPolicy(r.change, spec, { suffix: ":promote", dependsOn, container }), undo: [undo] };
}

function restartOfOld(r: Replacement, suffix: string): Action {
  const place = { suffix, dependsOn: afterNewOne(r), container: refOf(r.old) };
  return setRestartPolicy(ungrouped(r.change), settingsOfOld(r), place);
}

/** What hashike-py made says nothing of it: it had what the manifest says. */
function settingsOfOld({ old, change }: Replacement): RestartSettings {
  return recordedSettings(old) ?? change.spec;
}
