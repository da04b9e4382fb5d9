import { type Owner, ownerKey } from "../../desired/desired-state.ts";
import type { ObservedState, RecordNote, RevisionNote } from "../../observed/observed-state.ts";
import type { Action } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";

/**
 * Forgets what was noted about the revisions of containers that are no longer wanted.
 * @param after what must have been done before
 */
export function forgetNotes(
  notes: readonly RevisionNote[],
  cause: Cause,
  after: readonly string[],
): readonly Action[] {
  // A note that says nothing is none.
  return inOrder(notes).map((note) => ({ ...forget("revision.note", note, notes), cause, dependsOn: after }));
}

/**
 * Forgets what was applied in place to containers that are gone, and to those that the plan removes.
 * @param actions all others of the plan
 */
export function forgetRecords(
  { records = [], containers }: Pick<ObservedState, "records" | "containers">,
  actions: readonly Action[],
): readonly Action[] {
  if (records.length === 0) return [];
  const there = new Set(containers.map(({ id }) => id));
  const isNoted = new Set(actions.flatMap((action) => (action.type === "record.note" ? [action.id] : [])));
  return inOrder(records).flatMap((note): readonly Action[] => {
    const removal = actions.find((action) => isRemovalOf(action, note));
    if (removal === undefined && there.has(note.containerId)) return [];
    // One that is noted anew takes its place.
    if (isNoted.has(recordNoteId(note.container))) return [];
    const cause: Cause = removal?.cause ?? { kind: "orphaned" };
    const dependsOn = removal === undefined ? [] : [removal.id];
    return [{ ...forget("record.note", note, records), cause, dependsOn }];
  });
}

/** @param container its name in the manifest */
export function recordNoteId(container: string): string {
  return `record.note/${container}`;
}

function isRemovalOf(action: Action, { containerId }: RecordNote): boolean {
  return (
    action.type === "container.remove" && "id" in action.container && action.container.id === containerId
  );
}

/** What a note is about. */
interface Subject {
  readonly owner: Owner;
  readonly container: string;
}

function inOrder<T extends Subject>(notes: readonly T[]): readonly T[] {
  const keyOf = ({ container, owner }: Subject) => `${container} ${ownerKey(owner)}`;
  return [...notes].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function forget<T extends "revision.note" | "record.note">(
  type: T,
  { owner, container }: Subject,
  all: readonly Subject[],
) {
  // Two owners may have had one of the same name, one after the other.
  const isOnly = all.filter((note) => note.container === container).length === 1;
  return {
    id: `${type}/${container}:forget${isOnly ? "" : `-${ownerKey(owner)}`}`,
    type,
    target: { kind: "container", name: container, owner },
    note: { owner, container },
  } as const;
}
