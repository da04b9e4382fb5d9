import type { Action, ActionOutput, ActionType, ExecuteContext } from "@hashike/core";
import { connectContainer } from "./containers/connect-container.ts";
import { createContainer } from "./containers/create-container.ts";
import { disconnectContainer } from "./containers/disconnect-container.ts";
import { removeContainer } from "./containers/remove-container.ts";
import { renameContainer } from "./containers/rename-container.ts";
import { runPostStart } from "./containers/run-post-start.ts";
import { signalContainer } from "./containers/signal-container.ts";
import { startContainer } from "./containers/start-container.ts";
import { stopContainer } from "./containers/stop-container.ts";
import { switchContainer } from "./containers/switch-container.ts";
import { unpauseContainer } from "./containers/unpause-container.ts";
import { updateContainer } from "./containers/update-container.ts";
import { waitForContainer } from "./containers/wait-for-container.ts";
import type { ExecuteEnvironment, Executor } from "./executor.ts";
import { abortedError } from "./failures/engine-failure.ts";
import { checkHostPath } from "./resources/check-host-path.ts";
import { createNetwork } from "./resources/create-network.ts";
import { createVolume } from "./resources/create-volume.ts";
import { noteObject } from "./resources/note-object.ts";
import { noteRecord } from "./resources/note-record.ts";
import { noteRevision } from "./resources/note-revision.ts";
import { pullImageAction } from "./resources/pull-image.ts";
import { removeImage } from "./resources/remove-image.ts";
import { removeMadeFolder } from "./resources/remove-made-folder.ts";
import { removeNetwork } from "./resources/remove-network.ts";
import { removeVolume } from "./resources/remove-volume.ts";

/** A new action type does not compile until it has its function here. */
const executors: { readonly [T in ActionType]: Executor<T> } = {
  "hostPath.check": checkHostPath,
  "hostPath.remove": removeMadeFolder,
  "network.create": createNetwork,
  "network.remove": removeNetwork,
  "volume.create": createVolume,
  "volume.remove": removeVolume,
  "image.pull": pullImageAction,
  "image.remove": removeImage,
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
  "object.note": noteObject,
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
