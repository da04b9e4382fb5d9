import { keepRecordNote, removeRecordNote } from "../../record-notes/record-notes.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

export const noteRecord: Executor<"record.note"> = async ({ note, applied }, { client }) => {
  try {
    if (applied === undefined) await removeRecordNote(client, note);
    else await keepRecordNote(client, { ...note, ...applied });
  } catch (error) {
    const what = `cannot note what was applied to container ${note.container}`;
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", what);
  }
  return {};
};
