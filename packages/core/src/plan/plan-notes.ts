import { ownerKey } from "../desired/desired-state.ts";
import type { RevisionNote } from "../observed/observed-state.ts";
import type { Action } from "./action.ts";
import type { Cause } from "./cause.ts";

/**
 * Forgets what was noted about containers that are no longer wanted.
 * @param after what must have been done before
 */
export function forgetNotes(
  notes: readonly RevisionNote[],
  cause: Cause,
  after: readonly string[],
): readonly Action[] {
  return [...notes]
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    .map(({ owner, container }) => ({
      // Two owners may have had a container of one name, one after the other.
      id: `revision.note/${ownerKey(owner)}/${container}:forget`,
      type: "revision.note",
      target: { kind: "container", name: container, owner },
      cause,
      dependsOn: after,
      // A note that says nothing is none.
      note: { owner, container },
    }));
}

function keyOf({ owner, container }: RevisionNote): string {
  return `${container} ${ownerKey(owner)}`;
}
