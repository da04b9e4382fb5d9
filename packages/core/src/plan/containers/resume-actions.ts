import { candidateSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { portsToReturnTo } from "../claims/passed-ports.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import { groupOf, isUp, undoBase } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import { type Misplaced, putBack } from "./misplaced.ts";
import { readyCondition, waitAction } from "./ready-wait.ts";
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
): { readonly actions: readonly Action[]; readonly onFailure: readonly Action[] } {
  const { spec } = change;
  const container: ContainerRef = { name: current.name, id: current.id };
  const old: ContainerRef = { name: retired.name, id: retired.id };
  const wait = waitAction(change, readyCondition(spec), {
    container,
    dependsOn: after,
    suffix: ":resume",
    group: groupOf(spec),
  });
  const base = (what: string, name = spec.name) => undoBase(change, `${what}/${name}:back`);
  const stop: Action = { ...base("container.stop"), type: "container.stop", container };
  const { leave, give } = restartBack(change, { container, old, retired, stopped: stop.id });
  const stopped = [stop.id, ...leave.map((a) => a.id)];
  const yieldName: Action = {
    ...base("container.rename"),
    // What cannot be stopped goes on serving, so it keeps its name.
    dependsOn: [stop.id],
    type: "container.rename",
    container,
    to: spec.name + candidateSuffix,
  };
  const takeName: Action = {
    ...base("container.rename", retired.name),
    dependsOn: [yieldName.id],
    type: "container.rename",
    container: old,
    to: spec.name,
  };
  const placed = putBack(change, retired, where).map((a) => ({ ...a, dependsOn: [...a.dependsOn, stop.id] }));
  // It gave its host ports up, and claims them at its start.
  const isWithoutPorts =
    isUp(retired) &&
    where.parks.length === 0 &&
    retired.publishedPorts.length === 0 &&
    portsToReturnTo(retired).length > 0;
  const end: Action = { ...base("container.stop", retired.name), type: "container.stop", container: old };
  const start: Action = {
    ...base("container.start"),
    // Neither one that still runs nor one that the engine may start again may be beside it.
    dependsOn: stopped,
    type: "container.start",
    container: old,
  };
  const onFailure = [
    stop,
    ...leave,
    yieldName,
    takeName,
    ...placed,
    ...give,
    ...(isWithoutPorts ? [end] : []),
    start,
  ];
  return { actions: [wait], onFailure };
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
  const base = (name: string, dependsOn: readonly string[]) => ({
    ...undoBase(change, `container.update/${name}:back`),
    dependsOn,
  });
  const leave = isRestarted(spec)
    ? [setRestartPolicy(base(spec.name, [of.stopped]), of.container, withoutRestart(spec))]
    : [];
  const settings = recordedSettings(of.retired) ?? spec;
  const after = [of.stopped, ...leave.map((a) => a.id)];
  const give = isRestarted(settings)
    ? [setRestartPolicy(base(of.retired.name, after), of.old, settings)]
    : [];
  return { leave, give };
}
