import type { ImageSpec, ObservedImage, RemoteImage } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { readImages } from "../image-store/read-images.ts";
import { digestIn, type ImageName, imageName } from "./image-name.ts";

/** One entry of `GET /images/json`, as far as Hashike reads it. */
export interface ListedImage {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  /** Bytes. */
  readonly Size?: number;
}

/** What the engine has under a name. */
export interface LocalImage {
  readonly id: string;
  /** Digests under which registries know it. */
  readonly digests: readonly string[];
}

export async function listImages(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ListedImage[]> {
  return readImages(() => client.get<readonly ListedImage[]>("/images/json", { signal }), { signal });
}

/**
 * Finds what the engine has under a reference. Names are compared in full, as Podman lists
 * `docker.io/library/nginx:1` for what Docker lists as `nginx:1`.
 */
export function findLocalImage(reference: string, listed: readonly ListedImage[]): LocalImage | undefined {
  const wanted = imageName(reference);
  if (wanted === undefined) return undefined;
  const found =
    listed.find((image) => isNamed(image, wanted)) ?? findBuiltWithPodman(reference, wanted, listed);
  if (found === undefined) return undefined;
  return { id: found.Id, digests: digestsOf(found, wanted) };
}

function isNamed(image: ListedImage, wanted: ImageName): boolean {
  if (wanted.digest !== undefined) return digestsOf(image, wanted).includes(wanted.digest);
  return (image.RepoTags ?? []).some((tag) => {
    // Most images are others; it costs less to find that out than to read their names.
    if (!tag.endsWith(`:${wanted.tag}`)) return false;
    const name = imageName(tag);
    return name?.repository === wanted.repository && name.tag === wanted.tag;
  });
}

/** Podman puts what was built or loaded under a short name below `localhost/`, and finds it there by that name. */
function findBuiltWithPodman(
  reference: string,
  { repository, tag, digest }: ImageName,
  listed: readonly ListedImage[],
): ListedImage | undefined {
  const isShort = repository.startsWith("docker.io/") && !/^(index\.)?docker\.io\//.test(reference);
  if (!isShort || digest !== undefined) return undefined;
  const shortName = repository.replace(/^docker\.io\/(library\/)?/, "");
  return listed.find((image) => (image.RepoTags ?? []).includes(`localhost/${shortName}:${tag}`));
}

function digestsOf(image: ListedImage, wanted: ImageName): readonly string[] {
  return (image.RepoDigests ?? []).flatMap((text) => digestIn(text, wanted.repository) ?? []);
}

/** Whether the place that an image comes from has to be asked: a digest never means anything else. */
export function mustAskRemote({ policy, reference }: ImageSpec, local: LocalImage | undefined): boolean {
  if (policy === "Never") return false;
  if (local === undefined) return true;
  return policy !== "IfNotPresent" && imageName(reference)?.digest === undefined;
}

export function observedImage(
  reference: string,
  local: LocalImage | undefined,
  remote: RemoteImage,
  otherPlatform: string | undefined,
): ObservedImage {
  return {
    reference,
    ...(local === undefined ? {} : { localId: local.id }),
    localDigests: local?.digests ?? [],
    ...(otherPlatform === undefined ? {} : { otherPlatform }),
    remote,
  };
}
