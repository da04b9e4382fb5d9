import type { ImageLoader, ImageLoadOptions, LoadedImageNote } from "@hashike/core";
import type { ImageLimits } from "../../images/image-limits.ts";
import type { LoadedImage } from "../../images/loaded-image.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import type { Archive, CompressedArchive } from "../open-archive.ts";
import type { ArchiveReference } from "../parse-archive-reference.ts";
import { selectInTar, selectSeen } from "../select-in-tar.ts";
import type { Shelf } from "../shelf.ts";
import type { TarArchive } from "../tar-archive.ts";
import { findNoted, findPresent } from "./find-present.ts";
import { loadFromCompressed } from "./load-compressed.ts";
import { loadFromTar } from "./load-tar.ts";

export interface LoadContext {
  readonly shelf: Shelf;
  readonly limits: ImageLimits;
  readonly store: ImageLoader;
  readonly options: ImageLoadOptions;
}

/**
 * Brings an image of an archive onto the engine, and only then gives it its name. What the engine has is not read.
 * @returns the engine's image ID
 * @throws RefusalError for what is refused; HashikeError of the object or the engine
 */
export async function loadArchived(wanted: ArchiveReference, context: LoadContext): Promise<string> {
  const { store } = context;
  const imageId = (await findOnEngine(wanted, context)) ?? (await bring(wanted, context));
  await store.tag(imageId, wanted.localName);
  return imageId;
}

async function findOnEngine(wanted: ArchiveReference, context: LoadContext): Promise<string | undefined> {
  const { shelf, store, options } = context;
  const { address } = shelf.object(wanted.url);
  const notes = await store.notes(options);
  const seen = shelf.seen(wanted.url) ?? (await shelf.latest(wanted.url, options.signal)).stat;
  const noted = await findNoted(wanted, { address, version: seen.version }, notes, store, options);
  if (noted !== undefined) return noted;
  const archive = await shelf.latest(wanted.url, options.signal);
  if (archive.format !== "tar") return undefined;
  return findPresent(await selectSeen(wanted, archive, context), notes, store, options);
}

async function bring(wanted: ArchiveReference, context: LoadContext): Promise<string> {
  const { shelf, options } = context;
  const archive = await shelf.latest(wanted.url, options.signal);
  return archive.format === "tar"
    ? bringFromTar(wanted, archive, context)
    : bringFromCompressed(wanted, archive, context);
}

async function bringFromTar(
  wanted: ArchiveReference,
  archive: TarArchive,
  { limits, store, options }: LoadContext,
): Promise<string> {
  const image = await selectInTar(wanted, archive, { limits, store, options });
  const loaded = await loadFromTar(archive, image, store, options, limits);
  // A graph store finds it again by its config, which manifest.json tells at once and other documents do not.
  const { kind } = await store.facts(options);
  if (kind === "containerd" || image.namedBy !== "manifest.json") {
    await store.note(noteOf(wanted, archive, loaded));
  }
  return loaded.imageId;
}

/** All that are wanted of it at once: it cannot be read in parts. */
async function bringFromCompressed(
  wanted: ArchiveReference,
  archive: CompressedArchive,
  { shelf, limits, store, options }: LoadContext,
): Promise<string> {
  shelf.want(wanted);
  const references = shelf.wanted(wanted.url);
  const loaded = await loadFromCompressed(archive, references, store, options, limits);
  for (const reference of references) {
    const image = loaded.get(reference.name);
    if (image !== undefined && !(image instanceof RefusalError)) {
      await store.note(noteOf(reference, archive, image));
    }
  }
  const own = loaded.get(wanted.name);
  if (own === undefined || own instanceof RefusalError)
    throw own ?? new Error(`${wanted.name} was not looked for`);
  return own.imageId;
}

function noteOf(
  { name }: ArchiveReference,
  { object, stat }: Archive,
  { imageId, config, isPlain }: LoadedImage,
): LoadedImageNote {
  return {
    archive: object.address,
    version: stat.version,
    name,
    configDigest: config.digest,
    imageId,
    isPlain,
  };
}
