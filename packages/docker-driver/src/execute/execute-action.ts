import type { Action, ActionOutput, ActionType, ExecuteContext } from "@hashike/core";
import { checkHostPath } from "./check-host-path.ts";
import { connectContainer } from "./connect-container.ts";
import { createContainer } from "./create-container.ts";
import { createNetwork } from "./create-network.ts";
import { createVolume } from "./create-volume.ts";
import { disconnectContainer } from "./disconnect-container.ts";
import { abortedError } from "./engine-failure.ts";
import type { ExecuteEnvironment, Executor } from "./executor.ts";
import { noteRecord } from "./note-record.ts";
import { noteRevision } from "./note-revision.ts";
import { pullImageAction } from "./pull-image.ts";
import { removeContainer } from "./remove-container.ts";
import { removeMadeFolder } from "./remove-made-folder.ts";
import { removeNetwork } from "./remove-network.ts";
import { removeVolume } from "./remove-volume.ts";
import { renameContainer } from "./rename-container.ts";
import { runPostStart } from "./run-post-start.ts";
import { signalContainer } from "./signal-container.ts";
import { startContainer } from "./start-container.ts";
import { stopContainer } from "./stop-container.ts";
import { switchContainer } from "./switch-container.ts";
import { unpauseContainer } from "./unpause-container.ts";
import { updateContainer } from "./update-container.ts";
import { waitForContainer } from "./wait-for-container.ts";

/** A new action type does not compile until it has its function here. */
const executors: { readonly [T in ActionType]: Executor<T> } = {
  "hostPath.check": checkHostPath,
  "hostPath.remove": removeMadeFolder,
  "network.create": createNetwork,
  "network.remove": removeNetwork,
  "volume.create": createVolume,
  "volume.remove": removeVolume,
  "image.pull": pullImageAction,
  "container.create": createContainer,
  "container.start": startContainer,
  "container.unpause": unpauseContainer,
  "container.signal": signalContainer,
  "container.stop": stopContainer,
  "container.rename": renameContainer,
  "container.remove": removeContainer,
  "container.connect": connectContainer,
  "container.disconnect": disconnectContainer,
  "container.switch": switchContainer,
  "container.update": updateContainer,
  "container.hook": runPostStart,
  "container.wait": waitForContainer,
  "revision.note": noteRevision,
  "record.note": noteRecord,
};

/**
 * Carries out one action. What waits for others (a download, an init container) ends when the signal aborts; calls
 * that change the engine are not left half-way, so that it is known whether they happened.
 * @throws HashikeError what failed, with the engine's own words; `APPLY_ABORTED` when the signal ended it
 */
export async function executeAction(
  action: Action,
  environment: ExecuteEnvironment,
  context: ExecuteContext,
): Promise<ActionOutput> {
  if (context.signal.aborted) throw abortedError(action, context.signal.reason);
  try {
    return await executorOf(action)(action, environment, context);
  } catch (error) {
    throw context.signal.aborted ? abortedError(action, error) : error;
  }
}

/** The map's type ties each function to its own action type; a lookup by a union cannot say so. */
function executorOf<A extends Action>(action: A): Executor<A["type"]> {
  return executors[action.type] as Executor<A["type"]>;
}
