import type { ImageStore, LoadedImageNote, ObjectStat, RangedObject } from "@hashike/core";
import type { ImageLimits } from "../images/image-limits.ts";
import { type Archive, openArchive } from "./open-archive.ts";
import type { ArchiveReference } from "./parse-archive-reference.ts";

/**
 * What is known of archives. Within one look at an engine each is asked about once, however many of its images are
 * wanted; what is known of a version is kept from one look to the next.
 */
export interface Shelf {
  object(url: string): RangedObject;
  notes(store: ImageStore, signal: AbortSignal): Promise<readonly LoadedImageNote[]>;
  /** What the object is now: no byte of it is read. */
  stat(store: ImageStore, url: string, signal: AbortSignal): Promise<ObjectStat>;
  /** What the object is now, read as far as to tell its images. */
  open(store: ImageStore, url: string, signal: AbortSignal): Promise<Archive>;
  /** The version that was seen last; none, when nobody has looked. */
  seen(url: string): ObjectStat | undefined;
  /** The archive that was seen last. A read of it fails when it is another one by now. */
  latest(url: string, signal: AbortSignal): Promise<Archive>;
  forget(url: string): void;
  /** Keeps in mind which images of an archive are wanted: one that is compressed is read for all of them at once. */
  want(reference: ArchiveReference): void;
  wanted(url: string): readonly ArchiveReference[];
}

interface Shelved {
  readonly object: RangedObject;
  stat?: ObjectStat | undefined;
  archive?: Archive | undefined;
  readonly wanted: Map<string, ArchiveReference>;
}

export function createShelf(openObject: (url: string) => RangedObject, limits: ImageLimits): Shelf {
  const shelved = new Map<string, Shelved>();
  const looks = new WeakMap<ImageStore, Map<string, Promise<unknown>>>();

  const on = (url: string): Shelved => {
    const found = shelved.get(url) ?? { object: openObject(url), wanted: new Map() };
    shelved.set(url, found);
    return found;
  };

  /** Asks once in a look. Who asked first may give up alone: then the next asks anew. */
  const once = async <T>(
    store: ImageStore,
    key: string,
    signal: AbortSignal,
    ask: () => Promise<T>,
  ): Promise<T> => {
    const look = looks.get(store) ?? new Map<string, Promise<unknown>>();
    looks.set(store, look);
    const earlier = look.get(key) as Promise<T> | undefined;
    if (earlier !== undefined) {
      const answer = await earlier.then(
        (value) => ({ value }),
        () => undefined,
      );
      if (answer !== undefined) return answer.value;
      signal.throwIfAborted();
    }
    const asked = ask();
    look.set(key, asked);
    return asked;
  };

  const open = async (url: string, signal: AbortSignal): Promise<Archive> => {
    const shelf = on(url);
    const archive = await openArchive(shelf.object, limits, signal);
    // What was walked through of the same version need not be again.
    if (shelf.archive?.stat.version !== archive.stat.version) shelf.archive = archive;
    shelf.stat = archive.stat;
    return shelf.archive ?? archive;
  };

  return {
    object: (url) => on(url).object,
    notes: (store, signal) => once(store, "notes", signal, () => store.notes({ signal })),
    stat: (store, url, signal) =>
      once(store, `stat ${url}`, signal, async () => {
        const stat = await on(url).object.stat({ signal });
        on(url).stat = stat;
        return stat;
      }),
    open: (store, url, signal) => once(store, `open ${url}`, signal, () => open(url, signal)),
    seen: (url) => on(url).stat,
    latest: async (url, signal) => {
      const { archive, stat } = on(url);
      return archive !== undefined && archive.stat.version === stat?.version ? archive : open(url, signal);
    },
    forget: (url) => {
      on(url).archive = undefined;
      on(url).stat = undefined;
    },
    want: (reference) => void on(reference.url).wanted.set(reference.name, reference),
    wanted: (url) => [...on(url).wanted.values()],
  };
}
