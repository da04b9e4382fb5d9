import type { ListedObject } from "../../folder/object-folder.ts";
import { type Descriptor, parseDescriptor, tagAnnotation } from "../../images/descriptor.ts";
import { parseJson } from "../../images/image-config.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { indexKey, pointerKey, tagOfKey } from "../layout.ts";
import { isNotFound } from "../not-found.ts";
import { mapSideBySide } from "../side-by-side.ts";
import { madeFromPointer, readIndex } from "./find-tag.ts";
import { type Reading, readDocument } from "./read-document.ts";

/** What keeps an image in a store. */
export interface StoredTag {
  /** Absent for an entry of `index.json` without a name. */
  readonly tag: string | undefined;
  readonly descriptor: Descriptor;
  readonly pushedAtMs: number;
}

/**
 * All tags of a folder: those with a pointer, and those that other tools have written into `index.json`.
 * @param objects of the folder, as they were listed
 * @throws RefusalError for one that cannot be read
 */
export async function readTags(
  objects: readonly ListedObject[],
  reading: Reading,
): Promise<readonly StoredTag[]> {
  const pointers = objects.flatMap(({ key, modifiedAtMs }) => {
    const tag = tagOfKey(key);
    return tag === undefined ? [] : [{ tag, pushedAtMs: modifiedAtMs }];
  });
  const ours = await mapSideBySide(pointers, async ({ tag, pushedAtMs }) => {
    const descriptor = await readPointer(tag, reading);
    return descriptor === undefined ? [] : [{ tag, descriptor, pushedAtMs }];
  });
  const index = objects.find(({ key }) => key === indexKey);
  const entries = index === undefined ? [] : await readIndex(reading);
  const tags = new Set(pointers.map(({ tag }) => tag));
  const others = entries.flatMap((descriptor) => {
    const tag = descriptor.annotations[tagAnnotation];
    if (descriptor.annotations[madeFromPointer] !== undefined || tags.has(tag ?? "")) return [];
    return [{ tag, descriptor, pushedAtMs: index?.modifiedAtMs ?? 0 }];
  });
  return [...ours.flat(), ...others].sort((a, b) => ((a.tag ?? "") < (b.tag ?? "") ? -1 : 1));
}

/** @returns `undefined` for one that was removed since it was listed */
async function readPointer(tag: string, reading: Reading): Promise<Descriptor | undefined> {
  try {
    return parseDescriptor(
      parseJson(await readDocument(pointerKey(tag), reading), `a tag ${tag}`),
      `a tag ${tag}`,
    );
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error instanceof RefusalError ? new RefusalError(`has a tag ${tag} that cannot be read`) : error;
  }
}
