import type { EngineEvent } from "../apply/driver.ts";
import { type DesiredState, ownerKey } from "../desired/desired-state.ts";

/** What the engine tells that may have made something other than wanted, in the words of Docker and of Podman. */
const disturbing: ReadonlySet<string> = new Set([
  "die",
  "died",
  "stop",
  "pause",
  "destroy",
  "remove",
  "rename",
  "update",
  "disconnect",
]);

/** What makes a process begin anew. */
const beginning: ReadonlySet<string> = new Set(["start", "restart", "die", "died"]);

/** Whether an event is a reason to look: something of the owners, or a network that may be theirs. */
export function concerns({ action, container }: EngineEvent, desired: DesiredState): boolean {
  if (!disturbing.has(action)) return false;
  if (container === undefined) return true;
  const { ownership } = container;
  if (ownership.kind !== "owned") return false;
  const key = ownerKey(ownership.owner);
  return desired.owners.some((owner) => ownerKey(owner) === key);
}

/** Whether what was known about the container's process is over. */
export function beginsAnew({ action }: EngineEvent): boolean {
  return beginning.has(action);
}
