import { type DesiredState, type Owner, ownerKey } from "../../desired/desired-state.ts";
import type { MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedState, RecordNote, RevisionNote } from "../../observed/observed-state.ts";
import type { Action } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { noteRecord, noteRevision } from "../steps/make-action.ts";
import { containerKey } from "./notes.ts";

/** Notes about revisions that say nothing any more. */
export function staleNotes(
  desired: DesiredState,
  { revisions }: ObservedState,
  { current }: MatchedContainers,
  actions: readonly Action[],
): readonly RevisionNote[] {
  if (revisions.length === 0) return [];
  const wanted = new Set(desired.containers.map((c) => containerKey(c.owner, c.name)));
  // What is noted anew takes the place of what was noted before.
  const renewed = new Set(
    actions.flatMap((a) =>
      a.type === "revision.note" ? [containerKey(a.note.owner, a.note.container)] : [],
    ),
  );
  return revisions.filter(({ owner, container, failed, taken }) => {
    const key = containerKey(owner, container);
    const isTelling =
      failed !== undefined || (taken !== undefined && current.get(container)?.id === taken.containerId);
    return !renewed.has(key) && (!isTelling || !wanted.has(key));
  });
}

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
  return inOrder(notes).map((note) => noteRevision(...forget(note, notes, cause, after)));
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
  const isNoted = new Set(actions.flatMap((a) => (a.type === "record.note" ? [a.note.container] : [])));
  return inOrder(records).flatMap((note): readonly Action[] => {
    const removal = actions.find((action) => isRemovalOf(action, note));
    if (removal === undefined && there.has(note.containerId)) return [];
    // One that is noted anew takes its place.
    if (isNoted.has(note.container)) return [];
    const cause: Cause = removal?.cause ?? { kind: "orphaned" };
    return [noteRecord(...forget(note, records, cause, removal === undefined ? [] : [removal.id]))];
  });
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

function forget(
  { owner, container }: Subject,
  all: readonly Subject[],
  cause: Cause,
  dependsOn: readonly string[],
) {
  // Two owners may have had one of the same name, one after the other.
  const isOnly = all.filter((note) => note.container === container).length === 1;
  const suffix = `:forget${isOnly ? "" : `-${ownerKey(owner)}`}`;
  const target = { kind: "container", name: container, owner } as const;
  return [
    { target, cause },
    { suffix, dependsOn, note: { owner, container } },
  ] as const;
}
