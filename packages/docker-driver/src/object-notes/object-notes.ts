import {
  knownObjects,
  type NotedObject,
  type ObjectSpec,
  type Owner,
  ownerKey,
  placeholdersIn,
} from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { labelName, objectValue, objectValuesValue, ownerLabels, ownershipOf, sourceOf } from "../labels.ts";
import { keepNoteVolume, nextNumber, removeNoteVolumes } from "../note-volumes.ts";
import type { ListedContainer } from "../observe/containers.ts";
import { type ListedVolume, listVolumes } from "../observe/volumes.ts";
import { type KeptObjectNote, objectNoteLabels, objectNoteOf } from "./object-note-labels.ts";

/** What is noted of objects, one for each: the latest that is whole, or that there is half of one. */
export function notedObjects(listed: readonly ListedVolume[]): readonly NotedObject[] {
  const latest = new Map<string, NotedObject>();
  for (const note of readNotes(listed)) {
    if (!note.isWhole) continue;
    const key = ownerKey(note.owner);
    const { values: _values, volumeName: _name, number: _number, isWhole: _isWhole, ...told } = note;
    if ((latest.get(key)?.generation ?? 0) < note.generation) latest.set(key, told);
  }
  for (const { Labels } of listed) {
    const ownership = ownershipOf(Labels);
    const isPart = [objectValue, objectValuesValue].includes(Labels?.[labelName.hashike] ?? "");
    if (!isPart || ownership.kind !== "owned" || latest.has(ownerKey(ownership.owner))) continue;
    latest.set(ownerKey(ownership.owner), { owner: ownership.owner, generation: 0 });
  }
  return [...latest.values()];
}

/** What is known of objects before anything is wanted: their notes, and whose containers there are. */
export async function lookAtObjects(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly NotedObject[]> {
  const filters = JSON.stringify({ label: [labelName.ownerKind] });
  const [volumes, containers] = await Promise.all([
    listVolumes(client, { signal }),
    client.get<readonly ListedContainer[]>("/containers/json", { query: { all: "1", filters }, signal }),
  ]);
  return knownObjects({
    objects: notedObjects(volumes),
    containers: containers.map(({ Labels }) => {
      const source = sourceOf(Labels);
      return { ownership: ownershipOf(Labels), ...(source === undefined ? {} : { source }) };
    }),
  });
}

/** Where values are put that must not stand in a note. */
export interface ValueKeeper {
  /** @returns the name of the volume that has them */
  keep(owner: Owner, ids: readonly string[]): Promise<string>;
}

/** Notes an object in place of what was noted of it before. Its values come first: a note is whole once it is there. */
export async function keepObjectNote(
  client: EngineClient,
  { owner, manifest, source }: ObjectSpec & { readonly source?: string | undefined },
  keeper: ValueKeeper,
): Promise<void> {
  const listed = await listOf(client, owner);
  const earlier = readNotes(listed);
  const last = earlier.toSorted((a, b) => b.generation - a.generation)[0];
  const ids = placeholdersIn(JSON.stringify(manifest));
  const kept = last?.isWhole === true ? keptBy(last, ids) : undefined;
  const values = ids.length === 0 ? undefined : (kept ?? (await keeper.keep(owner, ids)));
  const labels = objectNoteLabels({
    owner,
    manifest,
    generation: nextNumber(earlier),
    createdAtSeconds: last?.createdAtSeconds ?? client.nowSeconds(),
    ...(source === undefined ? {} : { source }),
    ...(values === undefined ? {} : { values }),
  });
  await keepNoteVolume(client, "hashike-object", labels, earlier);
  await removeValues(client, listed, values);
}

/** The note goes first: without its values it would not be whole. */
export async function removeObjectNote(client: EngineClient, owner: Owner): Promise<void> {
  const listed = await listOf(client, owner);
  const notes = listed.filter(({ Labels }) => Labels?.[labelName.hashike] === objectValue);
  await removeNoteVolumes(
    client,
    notes.map(({ Name }) => ({ volumeName: Name, number: 0 })),
  );
  await removeValues(client, listed, undefined);
}

/** The volumes that have the values of some fingerprints, of notes that hold. */
export async function volumesOfValues(
  client: EngineClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const wanted = new Set(ids);
  return readNotes(await listVolumes(client, { signal })).flatMap(({ values, manifest, isWhole }) =>
    values !== undefined && isWhole && placeholdersIn(JSON.stringify(manifest)).some((id) => wanted.has(id))
      ? [values]
      : [],
  );
}

function listOf(client: EngineClient, owner: Owner): Promise<readonly ListedVolume[]> {
  return listVolumes(client, { labels: ownerLabels(owner) });
}

/** One whose values somebody has removed is not whole: it tells nothing. */
function readNotes(listed: readonly ListedVolume[]) {
  const names = new Set(listed.map(({ Name }) => Name));
  return listed.flatMap(({ Name, Labels }) => {
    const note = objectNoteOf(Labels);
    if (note === undefined) return [];
    const isWhole = note.values === undefined || names.has(note.values);
    return [{ ...note, volumeName: Name, number: note.generation, isWhole }];
  });
}

/** The volume of an earlier note, when it has just these values. */
function keptBy({ manifest, values }: KeptObjectNote, ids: readonly string[]): string | undefined {
  const kept = placeholdersIn(JSON.stringify(manifest));
  return kept.length === ids.length && ids.every((id) => kept.includes(id)) ? values : undefined;
}

async function removeValues(
  client: EngineClient,
  listed: readonly ListedVolume[],
  except: string | undefined,
): Promise<void> {
  const going = listed.filter(
    ({ Name, Labels }) => Labels?.[labelName.hashike] === objectValuesValue && Name !== except,
  );
  await removeNoteVolumes(
    client,
    going.map(({ Name }) => ({ volumeName: Name, number: 0 })),
  );
}
