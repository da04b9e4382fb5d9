import { bytesContent } from "../folder/bytes-content.ts";
import { tagAnnotation } from "../images/descriptor.ts";
import { fieldsOf, parseJson } from "../images/image-config.ts";
import { asJson, indexType } from "../images/oci-documents.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { indexKey, pointerKey, pointerPrefix, tagOfKey } from "./layout.ts";
import { isNotFound } from "./not-found.ts";
import { madeFromPointer } from "./read/find-tag.ts";
import { type Reading, readDocument } from "./read/read-document.ts";
import { mapSideBySide } from "./side-by-side.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Others may write at the same time; who comes last of all finds nothing more to change. */
const attempts = 5;

/**
 * Makes `index.json` say what the pointers say, for other tools. Entries that other tools wrote are kept, unless a
 * pointer has their tag. After writing it is compared again: of several who write at once the last leaves it right.
 * @param without a tag whose entry is to go, whoever wrote it
 */
export async function updateIndex(reading: Reading, without?: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await readEntries(reading);
    const after = await entriesByPointers(before, reading, without);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const index = asJson({ schemaVersion: 2, mediaType: indexType, manifests: after });
    await reading.folder.put(indexKey, bytesContent(index), reading);
  }
}

async function entriesByPointers(
  before: readonly Entry[],
  reading: Reading,
  without: string | undefined,
): Promise<readonly Entry[]> {
  const pointers = await reading.folder.list(pointerPrefix, reading);
  const ours = await mapSideBySide(
    pointers.flatMap(({ key, version }) => {
      const tag = tagOfKey(key);
      return tag === undefined ? [] : [{ tag, version }];
    }),
    async ({ tag, version }) => {
      const known = before.find(
        (entry) => tagOf(entry) === tag && annotation(entry, madeFromPointer) === version,
      );
      return known ?? readPointer(tag, version, reading);
    },
  );
  const fromPointers = ours
    .filter((entry) => entry !== undefined)
    .sort((a, b) => ((tagOf(a) ?? "") < (tagOf(b) ?? "") ? -1 : 1));
  const tags = new Set(fromPointers.map(tagOf));
  const others = before.filter(
    (entry) =>
      annotation(entry, madeFromPointer) === undefined &&
      !(tags.has(tagOf(entry)) && tagOf(entry) !== undefined) &&
      (without === undefined || tagOf(entry) !== without),
  );
  return [...others, ...fromPointers];
}

/** @returns `undefined` for one that was removed meanwhile, or cannot be read */
async function readPointer(tag: string, version: string, reading: Reading): Promise<Entry | undefined> {
  try {
    const pointer = fieldsOf(parseJson(await readDocument(pointerKey(tag), reading), "a tag"));
    const annotations = {
      ...fieldsOf(pointer.annotations),
      [tagAnnotation]: tag,
      [madeFromPointer]: version,
    };
    return { ...pointer, annotations };
  } catch (error) {
    if (isNotFound(error) || error instanceof RefusalError) return undefined;
    throw error;
  }
}

async function readEntries(reading: Reading): Promise<readonly Entry[]> {
  try {
    const { manifests } = fieldsOf(parseJson(await readDocument(indexKey, reading), `an ${indexKey}`));
    return Array.isArray(manifests) ? manifests.map(fieldsOf) : [];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function tagOf(entry: Entry): string | undefined {
  return annotation(entry, tagAnnotation);
}

function annotation({ annotations }: Entry, name: string): string | undefined {
  const value = fieldsOf(annotations)[name];
  return typeof value === "string" ? value : undefined;
}
