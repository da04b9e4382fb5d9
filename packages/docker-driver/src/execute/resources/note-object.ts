import { ownerKey } from "@hashike/core";
import { keepObjectNote, removeObjectNote } from "../../object-notes/object-notes.ts";
import { keepValues } from "../../object-notes/value-files.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

export const noteObject: Executor<"object.note"> = async (
  { target: { owner }, object, source },
  { client, imageLoader: images },
  { secrets, signal },
) => {
  if (owner === undefined) throw new Error("a note of no object");
  try {
    if (object === undefined) await removeObjectNote(client, owner);
    else {
      await keepObjectNote(
        client,
        { ...object, source },
        { keep: (of, ids) => keepValues(of, ids, secrets, { client, images, signal }) },
      );
    }
  } catch (error) {
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", `cannot note ${ownerKey(owner)}`);
  }
  return {};
};
