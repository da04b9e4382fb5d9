import { addToList } from "../../desired/add-to-list.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import type { Cause, FieldChange } from "../steps/cause.ts";
import { neededBy } from "../steps/needed-by.ts";

/** What a container has to know of the sandbox of its pod. */
export interface SandboxNow {
  readonly name: string;
  /** The one that its pod has once the plan is carried out. */
  readonly ref: ContainerRef;
  /** The same one, where it is there already. */
  readonly current: ObservedContainer | undefined;
  /** Id of the one before it, where that is stopped before it starts, after all that share that one. */
  readonly stops: string | undefined;
}

/** Path of a change that says that a container's sandbox has got another network since the container started. */
export const sandboxPath = "sandbox";

/** By the name of a sandbox, the names of all containers of its pod, itself included. */
export function podsOf(specs: readonly ContainerSpec[]): ReadonlyMap<string, readonly string[]> {
  const pods = new Map<string, string[]>();
  for (const { name, pod } of specs) {
    if (pod === undefined) continue;
    if (!pods.has(pod.sandbox)) pods.set(pod.sandbox, [pod.sandbox]);
    addToList(pods, pod.sandbox, name);
  }
  return pods;
}

/** Why a container that shares a sandbox has to be made anew: engines bind it to one sandbox for all its life. */
export function podCause(
  current: ObservedContainer,
  sandbox: SandboxNow | undefined,
  renewedWith: string | undefined,
): Cause | undefined {
  if (renewedWith !== undefined) return { kind: "pod", with: renewedWith };
  if (sandbox === undefined || isIn(sandbox, current)) return undefined;
  return { kind: "pod", with: sandbox.name };
}

/**
 * Whether all of a pod is made anew along with one that is: a new one beside the old one needs a network of its own. One
 * that is not in the pod's sandbox any more gets its successor there.
 */
export function renewsPod(
  cause: Cause,
  current: ObservedContainer,
  sandbox: SandboxNow | undefined,
): { readonly renewsPod?: true } {
  if (cause.kind === "pod" || (sandbox !== undefined && !isIn(sandbox, current))) return {};
  return { renewsPod: true };
}

function isIn(sandbox: SandboxNow, { sandboxId }: ObservedContainer): boolean {
  return sandbox.current !== undefined && sandboxId === sandbox.current.id;
}

/**
 * A sandbox that starts again has a new network. Who was up before keeps the old one, in which there is nobody, and no
 * engine tells of it.
 */
export function lostSandbox(
  current: Pick<ObservedContainer, "state" | "startedAtSeconds">,
  sandbox: SandboxNow | undefined,
): FieldChange | undefined {
  if (sandbox?.current === undefined || current.state !== "running") return undefined;
  const { state, startedAtSeconds = 0 } = sandbox.current;
  const isBehind = (current.startedAtSeconds ?? startedAtSeconds) < startedAtSeconds;
  if (state === "running" && !isBehind) return undefined;
  return { path: sandboxPath, from: "lost", to: "shared" };
}

/**
 * A sandbox that goes takes the network from those that share it: it waits until they have stopped, unless they wait for
 * what comes after it.
 * @param actions those of the whole plan
 */
export function sandboxesLast(
  actions: readonly Action[],
  observed: readonly ObservedContainer[],
): readonly Action[] {
  const sandboxOf = new Map(
    observed.flatMap(({ id, sandboxId }) => (sandboxId === undefined ? [] : [[id, sandboxId] as const])),
  );
  if (sandboxOf.size === 0) return actions;
  const ends = new Map<string, Action[]>();
  for (const action of actions) {
    const sandbox = sandboxOf.get(endsOf(action) ?? "");
    if (sandbox !== undefined) addToList(ends, sandbox, action);
  }
  const placed = new Map(actions.map((action) => [action.id, action]));
  for (const action of actions) {
    for (const end of ends.get(endsOf(action) ?? "") ?? []) {
      if (neededBy([end], placed).has(action.id)) continue;
      const { dependsOn } = placed.get(action.id) ?? action;
      placed.set(action.id, { ...action, dependsOn: [...dependsOn, end.id] });
    }
  }
  return [...placed.values()];
}

/** The container, by id, that an action ends for good, where nothing can bring it back. */
function endsOf(action: Action): string | undefined {
  if (action.group !== undefined) return undefined;
  if (action.type !== "container.stop" && action.type !== "container.remove") return undefined;
  return "id" in action.container ? action.container.id : undefined;
}
