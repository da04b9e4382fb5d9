import { addToList } from "../../desired/add-to-list.ts";
import type { ImageUser, ObservedState } from "../../observed/observed-state.ts";
import { containerKey } from "../revisions/notes.ts";

/** An image that was brought for a container, and when, among others. */
interface Brought {
  readonly id: string;
  readonly number: number;
  readonly had: string | undefined;
}

/**
 * Tells which images are kept for a container of a manifest: those it is made from, then the one it had before each of
 * these, and so on: all of them have served. What was brought and never served, as its container did not get ready,
 * comes last.
 * @returns takes what it is to be made from by the plan, `undefined` for what is yet to be brought, and how many are kept
 */
export function keeper({ broughtImages = [], containers }: ObservedState) {
  const histories = new Map<string, Brought[]>();
  for (const { id, notes } of broughtImages) {
    for (const { number, users } of notes) {
      for (const { owner, container, had } of users) {
        addToList(histories, containerKey(owner, container), { id, number, had });
      }
    }
  }
  const used = new Map<string, string[]>();
  for (const { specName, ownership, imageId } of containers) {
    if (specName !== undefined && ownership.kind === "owned")
      addToList(used, containerKey(ownership.owner, specName), imageId);
  }
  return (
    { owner, container }: ImageUser,
    toCome: readonly (string | undefined)[],
    count: number,
  ): ReadonlySet<string | undefined> => {
    const key = containerKey(owner, container);
    const history = (histories.get(key) ?? []).sort((a, b) => b.number - a.number || (a.id < b.id ? -1 : 1));
    return new Set([...ranked(history, [...toCome, ...(used.get(key) ?? [])])].slice(0, count));
  };
}

/** @param history the last one first */
function ranked(
  history: readonly Brought[],
  first: readonly (string | undefined)[],
): ReadonlySet<string | undefined> {
  const all = new Set(first);
  for (const id of first) {
    let before = hadBefore(history, id);
    while (before !== undefined && !all.has(before)) {
      all.add(before);
      before = hadBefore(history, before);
    }
  }
  for (const { id } of history) all.add(id);
  return all;
}

function hadBefore(history: readonly Brought[], id: string | undefined): string | undefined {
  return history.find((one) => one.id === id)?.had;
}
