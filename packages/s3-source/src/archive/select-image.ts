import { didYouMean, isRegistryReference, parseImageReference } from "@hashike/core";
import { RefusalError, shown } from "../images/refusal-error.ts";
import type { ArchivedImage } from "./archive-manifest.ts";
import type { ArchiveReference } from "./parse-archive-reference.ts";

/** How many names a message lists. */
const mostListed = 10;

/** @throws RefusalError when it is not among them; it says which are */
export function selectImage(images: readonly ArchivedImage[], wanted: ArchiveReference): ArchivedImage {
  const found = images.find((image) => isWanted(image, wanted));
  if (found !== undefined) return found;
  const names = images.flatMap(({ tags }) => tags);
  throw new RefusalError(`has no ${wanted.name}`, hint(wanted, names));
}

function isWanted({ tags, configDigest }: ArchivedImage, wanted: ArchiveReference): boolean {
  // A digest says it all: the tag beside it is only the name that the image is given.
  if (wanted.configDigest !== undefined) return wanted.configDigest === configDigest;
  return tags.some((tag) => familiar(tag) === wanted.tag);
}

/** Podman and containerd write `docker.io/library/app:1` for `app:1`. */
function familiar(tag: string): string {
  const parsed = parseImageReference(tag);
  return "error" in parsed || !isRegistryReference(parsed) ? tag : parsed.familiar;
}

function hint({ name }: ArchiveReference, names: readonly string[]): string {
  const closest = didYouMean(name, names);
  if (closest !== undefined) return `did you mean ${shown(closest)}?`;
  if (names.length === 0)
    return "its images have no names: name one by @sha256: and the digest of its config";
  const more = names.length > mostListed ? `, and ${names.length - mostListed} more` : "";
  return `it has ${names.slice(0, mostListed).map(shown).join(", ")}${more}`;
}
