import { type Descriptor, isImage, parseDescriptor, tagAnnotation } from "../images/descriptor.ts";
import { fieldsOf, parseJson } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { trustHint } from "../images/unpack/growth-check.ts";

/** One entry of `index.json`: an image, or an index of one for several platforms. */
export interface IndexEntry {
  readonly descriptor: Descriptor;
  /** Names with a repository: `docker.io/library/app:1`. */
  readonly names: readonly string[];
  /** What may be a tag without a repository, or a name without a tag: `1`, `app`. */
  readonly tag: string | undefined;
}

export const indexName = "index.json";

/** Written by containerd, buildx and `docker save`: the whole name. */
const nameAnnotation = "io.containerd.image.name";

/**
 * @param mustList whether nothing else lists images
 * @throws RefusalError for what is no index, and for one without an image where it must list one
 */
export function parseArchiveIndex(
  bytes: Uint8Array,
  mustList: boolean,
  { maxImages }: ImageLimits,
): readonly IndexEntry[] {
  const { manifests } = fieldsOf(parseJson(bytes, `an ${indexName}`));
  if (!Array.isArray(manifests)) throw new RefusalError(`has an ${indexName} that cannot be read`);
  if (manifests.length > maxImages) throw new RefusalError(`has more than ${maxImages} images`, trustHint);
  const entries = manifests.map((entry) => parseDescriptor(entry, `an ${indexName}`)).filter(isImage);
  if (entries.length === 0 && mustList) {
    throw new RefusalError(`has no image in it: its ${indexName} is empty`);
  }
  return entries.map(parseEntry);
}

function parseEntry(descriptor: Descriptor): IndexEntry {
  const whole = descriptor.annotations[nameAnnotation];
  const ref = descriptor.annotations[tagAnnotation];
  // Podman and skopeo write the whole name where others write the tag alone.
  const isTag = ref !== undefined && /^\w[\w.-]{0,127}$/.test(ref);
  return {
    descriptor,
    names: [whole, isTag ? undefined : ref].filter((name) => name !== undefined),
    tag: isTag && whole === undefined ? ref : undefined,
  };
}
