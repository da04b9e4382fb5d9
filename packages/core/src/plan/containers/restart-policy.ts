import type { ContainerRole, RestartPolicy } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { decodeRecord } from "../compare/record.ts";
import type { Action, RestartSettings, UpdateContainer } from "../steps/action.ts";
import { type ActionBase, ungrouped, updateContainer } from "../steps/make-action.ts";
import { refOf } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";

/** Where it stands in a record. */
export const restartPolicyPath = "restartPolicy";

type UpdatePlace = Omit<Parameters<typeof updateContainer>[1], "settings">;

/** Says when the engine is to start a container by itself: when it crashed, and when the engine comes back. */
export function setRestartPolicy(
  base: ActionBase,
  { restartPolicy, role }: RestartSettings,
  place: UpdatePlace,
): UpdateContainer {
  return updateContainer(base, { ...place, settings: { restartPolicy, role } });
}

/** The engine leaves it as it is, whatever happens. */
export function withoutRestart({ role }: RestartSettings): RestartSettings {
  return { restartPolicy: "Never", role };
}

/** Whether the engine would ever start it. One that it does not start needs no looking after. */
export function isRestarted({ restartPolicy }: RestartSettings): boolean {
  return restartPolicy !== "Never";
}

/** What a container was applied with; `undefined` when nobody wrote it down, as with hashike-py. */
export function recordedSettings({ record }: ObservedContainer): RestartSettings | undefined {
  const decoded = record === undefined ? undefined : decodeRecord(record);
  const { restartPolicy, role = "main" } = decoded ?? {};
  if (!isPolicy(restartPolicy)) return undefined;
  return isRole(role) ? { restartPolicy, role } : undefined;
}

const policies: readonly unknown[] = ["Always", "OnFailure", "Never", "UnlessStopped"];

function isPolicy(policy: unknown): policy is RestartPolicy {
  return policies.includes(policy);
}

function isRole(role: unknown): role is ContainerRole {
  return role === "main" || role === "init" || role === "sidecar" || role === "sandbox";
}

/** What a container was applied with that runs and that the engine would not start again. */
export function lostRestart(container: ObservedContainer): RestartSettings | undefined {
  const found = container.liveDifferences?.find(({ path }) => path === restartPolicyPath);
  const settings = found?.live === "Never" ? recordedSettings(container) : undefined;
  return settings !== undefined && isRestarted(settings) ? settings : undefined;
}

/** Before one is started that was found down: a replacement that was cut off may have left it without its policy. */
export function makeRestarted(
  change: ContainerChange,
  current: ObservedContainer,
  settings: RestartSettings,
): readonly Action[] {
  if (!change.setsRestartPolicy || !isRestarted(settings) || current.state === "paused") return [];
  return [setRestartPolicy(ungrouped(change), settings, { container: refOf(current) })];
}
