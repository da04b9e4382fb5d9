import { failureReason } from "../../revision-notes/failure-reason.ts";
import { keepRevisionNote, removeRevisionNote } from "../../revision-notes/revision-notes.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

/** A note that says nothing is none: the earlier one goes. */
export const noteRevision: Executor<"revision.note"> = async ({ note, failed }, { client }, { secrets }) => {
  const { container, taken } = note;
  try {
    if (failed === undefined && taken === undefined) {
      await removeRevisionNote(client, note);
      return {};
    }
    await keepRevisionNote(client, note, () => {
      if (failed === undefined) return note;
      const reason = failureReason(failed.reason, secrets);
      return { ...note, failed: { ...failed, reason, atSeconds: client.nowSeconds() } };
    });
  } catch (error) {
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", `cannot note a revision of container ${container}`);
  }
  return {};
};
