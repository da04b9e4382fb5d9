import type { ObservedContainer } from "../../observed/observed-state.ts";
import { decodeRecord } from "../compare/record.ts";
import type { Action, ContainerRef, RestartSettings } from "../steps/action.ts";
import type { ContainerChange } from "./container-change.ts";

/** Where it stands in a record. */
export const restartPolicyPath = "restartPolicy";

/** Everything about an update but its container and settings. */
type UpdateBase = Pick<Action, "id" | "target" | "cause" | "dependsOn" | "group">;

/** Says when the engine is to start a container by itself: when it crashed, and when the engine comes back. */
export function setRestartPolicy(
  base: UpdateBase,
  container: ContainerRef,
  { restartPolicy, role }: RestartSettings,
): Action {
  return { ...base, type: "container.update", container, settings: { restartPolicy, role } };
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
  if (restartPolicy !== "Always" && restartPolicy !== "OnFailure" && restartPolicy !== "Never")
    return undefined;
  return role === "main" || role === "init" || role === "sidecar" ? { restartPolicy, role } : undefined;
}

/** What a container was applied with that runs and that the engine would not start again. */
export function lostRestart(container: ObservedContainer): RestartSettings | undefined {
  const found = container.liveDifferences?.find(({ path }) => path === restartPolicyPath);
  const settings = found?.live === "Never" ? recordedSettings(container) : undefined;
  return settings !== undefined && isRestarted(settings) ? settings : undefined;
}

/** Before one is started that was found down: a replacement that was cut off may have left it without its policy. */
export function makeRestarted(
  { spec, target, cause, setsRestartPolicy }: ContainerChange,
  { name, id, state }: ObservedContainer,
  settings: RestartSettings,
): readonly Action[] {
  if (!setsRestartPolicy || !isRestarted(settings) || state === "paused") return [];
  const base = { id: `container.update/${spec.name}`, target, cause, dependsOn: [] };
  return [setRestartPolicy(base, { name, id }, settings)];
}
