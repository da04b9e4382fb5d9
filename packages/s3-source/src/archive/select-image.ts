import { didYouMean, type ImageStoreFacts } from "@hashike/core";
import type { ImageLimits } from "../images/image-limits.ts";
import { choosePlatform, platformName } from "../images/platform.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import type { IndexEntry } from "./archive-index.ts";
import type { ArchiveListing } from "./archive-listing.ts";
import type { ArchivedImage } from "./archived-image.ts";
import { blobPath } from "./blob-path.ts";
import { type IndexImage, indexImages, type ReadDocument } from "./index-images.ts";
import { familiarName, matchName } from "./match-name.ts";
import type { ArchiveReference } from "./parse-archive-reference.ts";

/** How many names a message lists. */
const mostListed = 10;

export interface Selecting {
  readonly engine: ImageStoreFacts;
  readonly limits: ImageLimits;
  /** Called only where `manifest.json` does not tell enough. */
  readonly read: ReadDocument;
}

/**
 * Finds an image by its name or one of its digests; of one for several platforms that of the engine's.
 * @throws RefusalError when it is not there; it says what is
 */
export async function selectImage(
  { images, index }: ArchiveListing,
  wanted: ArchiveReference,
  selecting: Selecting,
): Promise<ArchivedImage> {
  const saved = findSaved(images, wanted);
  const entries = findEntries(index, wanted);
  if (saved !== undefined && !mayHaveOtherPlatforms(entries)) return saved;
  const { read, limits } = selecting;
  // A digest may be of anything below any entry.
  const listed = await indexImages(entries.length > 0 ? entries : index, read, limits);
  const { digest } = wanted;
  const found =
    digest === undefined && entries.length === 0
      ? []
      : listed.filter(({ digests }) => digest === undefined || digests.includes(digest));
  // An index without what it lists is of no use, and manifest.json may be.
  if (saved !== undefined && found.every(({ manifest }) => manifest === undefined)) return saved;
  if (found.length > 0) return toArchived(chooseImage(found, wanted, selecting.engine));
  throw new RefusalError(`has no ${wanted.name}`, hint(wanted, images, listed));
}

function findSaved(images: readonly ArchivedImage[], wanted: ArchiveReference): ArchivedImage | undefined {
  // A digest says it all: the tag beside it is only the name that the image is given.
  if (wanted.digest !== undefined) return images.find(({ configDigest }) => configDigest === wanted.digest);
  return matchName(
    images.map((image) => ({ image, names: image.tags })),
    wanted,
  )[0]?.image;
}

function findEntries(index: readonly IndexEntry[], wanted: ArchiveReference): readonly IndexEntry[] {
  if (wanted.digest === undefined) return matchName(index, wanted);
  return index.filter(({ descriptor }) => descriptor.digest === wanted.digest);
}

/** Then `manifest.json` has only the one of whoever saved it. */
function mayHaveOtherPlatforms(entries: readonly IndexEntry[]): boolean {
  const [first, ...more] = entries;
  if (first === undefined) return false;
  return more.length > 0 || /\.index\.|manifest\.list\./.test(first.descriptor.mediaType);
}

/** @throws RefusalError when the engine's platform is not among them */
function chooseImage(
  found: readonly IndexImage[],
  { name }: ArchiveReference,
  engine: ImageStoreFacts,
): IndexImage {
  const there = found.filter(({ manifest }) => manifest !== undefined);
  const chosen = choosePlatform(there.length > 0 ? there : found, engine);
  if (chosen.manifest !== undefined) return chosen;
  const own = platformName(chosen.platform ?? engine);
  throw new RefusalError(
    `lists ${name} for ${shown(own)}, and does not have it`,
    `pull it for ${shown(own)} before you save it (\`docker pull --platform ${shown(own)}\`)`,
  );
}

function toArchived({ entry, manifest }: IndexImage): ArchivedImage {
  if (manifest === undefined) throw new Error("an image without a manifest was chosen");
  for (const { mediaType } of manifest.layers) {
    if (mediaType.endsWith("+encrypted")) {
      throw new RefusalError("has a layer that is encrypted", "save the image without encryption");
    }
  }
  return {
    configPath: blobPath(manifest.config.digest),
    configDigest: manifest.config.digest,
    tags: entry.names,
    layerPaths: manifest.layers.map(({ digest }) => blobPath(digest)),
    namedBy: "manifest",
  };
}

function hint(
  { name }: ArchiveReference,
  images: readonly ArchivedImage[],
  listed: readonly IndexImage[],
): string {
  const names = [
    ...new Set([...images.flatMap(({ tags }) => tags), ...listed.flatMap(({ entry }) => entry.names)]),
  ].map(familiarName);
  const closest = didYouMean(name, names);
  if (closest !== undefined) return `did you mean ${shown(closest)}?`;
  if (names.length > 0) return `it has ${list(names)}`;
  const tags = [...new Set(listed.flatMap(({ entry }) => entry.tag ?? []))];
  if (tags.length > 0) return `its images have only tags: ${list(tags)}`;
  const digests = [
    ...images.flatMap(({ configDigest }) => configDigest ?? []),
    ...listed.flatMap(({ entry }) => entry.descriptor.digest),
  ];
  return `its images have no names: name one by its digest, ${list([...new Set(digests)].map((d) => `@${d}`))}`;
}

function list(texts: readonly string[]): string {
  const more = texts.length > mostListed ? `, and ${texts.length - mostListed} more` : "";
  return `${texts.slice(0, mostListed).map(shown).join(", ")}${more}`;
}
