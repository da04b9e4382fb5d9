import { candidateSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { portsToReturnTo } from "../claims/passed-ports.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import {
  behind,
  idsOf,
  renameContainer,
  startContainer,
  stopContainer,
  ungrouped,
  waitForContainer,
} from "../steps/make-action.ts";
import { isUp, refOf } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import { type Misplaced, putBack } from "./misplaced.ts";
import { readyCondition } from "./ready-wait.ts";
import { isRestarted, recordedSettings, setRestartPolicy, withoutRestart } from "./restart-policy.ts";

export interface Interrupted {
  /** The new one, under the name that it has once `after` is done. */
  readonly current: ObservedContainer;
  readonly retired: ObservedContainer;
  /** Of the retired one. */
  readonly where: Misplaced;
  readonly after: readonly string[];
}

/**
 * Takes a replacement up again that was cut off when the new container had its name, and nobody knows whether it was
 * ready: it is waited for before the old one goes, and the old one is put back when it fails.
 */
export function resumeActions(
  change: ContainerChange,
  { current, retired, where, after }: Interrupted,
): { readonly actions: readonly Action[]; readonly onFailed: readonly Action[] } {
  const { spec } = change;
  const container = refOf(current);
  const old = refOf(retired);
  const until = readyCondition(spec);
  const wait = waitForContainer(change, { suffix: ":resume", dependsOn: after, until, container });
  const base = ungrouped(change);
  const back = { suffix: ":back" };
  const ofOld = { ...back, of: retired.name };
  const stop = stopContainer(base, { ...back, container });
  const { leave, give } = restartBack(change, { container, old, retired, stopped: stop.id });
  const yieldName = renameContainer(base, {
    ...back,
    // What cannot be stopped goes on serving, so it keeps its name.
    dependsOn: [stop.id],
    container,
    to: spec.name + candidateSuffix,
  });
  const takeName = renameContainer(base, {
    ...ofOld,
    dependsOn: [yieldName.id],
    container: old,
    to: spec.name,
  });
  const placed = behind([stop.id], putBack(change, retired, where));
  // It gave its host ports up, and claims them at its start.
  const isWithoutPorts =
    isUp(retired) &&
    where.parks.length === 0 &&
    retired.publishedPorts.length === 0 &&
    portsToReturnTo(retired).length > 0;
  const end = isWithoutPorts ? [stopContainer(base, { ...ofOld, container: old })] : [];
  // Neither one that still runs nor one that the engine may start again may be beside it.
  const dependsOn = [stop.id, ...idsOf(leave)];
  const start = startContainer(base, { ...back, dependsOn, container: old });
  return {
    actions: [wait],
    onFailed: [stop, ...leave, yieldName, takeName, ...placed, ...give, ...end, start],
  };
}

/** What the engine starts when it comes back: no more the new one, which stays for a while, but the old one. */
function restartBack(
  change: ContainerChange,
  of: {
    readonly container: ContainerRef;
    readonly old: ContainerRef;
    readonly retired: ObservedContainer;
    readonly stopped: string;
  },
): { readonly leave: readonly Action[]; readonly give: readonly Action[] } {
  const { spec, setsRestartPolicy } = change;
  if (!setsRestartPolicy) return { leave: [], give: [] };
  const base = ungrouped(change);
  const back = { suffix: ":back", dependsOn: [of.stopped] };
  const leave = isRestarted(spec)
    ? [setRestartPolicy(base, withoutRestart(spec), { ...back, container: of.container })]
    : [];
  const settings = recordedSettings(of.retired) ?? spec;
  const dependsOn = [of.stopped, ...idsOf(leave)];
  const give = isRestarted(settings)
    ? [setRestartPolicy(base, settings, { ...back, of: of.retired.name, dependsOn, container: of.old })]
    : [];
  return { leave, give };
}
