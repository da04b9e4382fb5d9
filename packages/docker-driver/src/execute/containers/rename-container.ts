import { resolveContainerId } from "@hashike/core";
import type { Executor } from "../executor.ts";
import { containerGone, engineFailure, isContainerGone } from "../failures/engine-failure.ts";
import { nameConflict } from "../failures/name-conflict.ts";
import { renameWhileEnding } from "../quirks/while-ending.ts";

export const renameContainer: Executor<"container.rename"> = async (
  { container, to },
  { client, turns, clock },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  const tried = `cannot rename container ${container.name} to ${to}`;
  try {
    await turns.rename(id, () => renameWhileEnding(client, id, to, { clock, signal: context.signal }));
  } catch (error) {
    if (isContainerGone(error)) throw containerGone(container.name, error);
    throw (
      (await nameConflict(client, "DRIVER_ENGINE_ERROR", tried, to, error)) ??
      engineFailure(error, "DRIVER_ENGINE_ERROR", tried)
    );
  }
  return {};
};
