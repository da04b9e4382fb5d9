import { isRegistryReference, parseImageReference } from "@hashike/core";

/** A reference in full, so that two ways to write the same name are equal. */
export interface ImageName {
  /** With registry: `docker.io/library/nginx`. */
  readonly repository: string;
  /** `latest` when neither tag nor digest is written. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** @returns `undefined` for what names no image of a registry, e.g. the `<none>:<none>` of an untagged one */
export function imageName(text: string): ImageName | undefined {
  const reference = parseImageReference(text);
  if ("error" in reference || !isRegistryReference(reference)) return undefined;
  const { domain, path, tag, digest } = reference;
  return { repository: `${domain}/${path}`, tag, digest };
}

/** @returns the digest of an engine's `repository@digest`, when it is of that repository */
export function digestIn(repoDigest: string, repository: string): string | undefined {
  const name = imageName(repoDigest);
  return name?.repository === repository ? name.digest : undefined;
}

/** Whether two texts name one image. Podman tells `docker.io/library/app:1` of what was called `app:1`, or `localhost/app:1`. */
export function sameName(given: string, told: string): boolean {
  if (given === told) return true;
  const a = imageName(given);
  const b = imageName(told);
  if (a === undefined || b === undefined) return false;
  const isLocal = b.repository === `localhost/${a.repository.replace(/^docker\.io\/(library\/)?/, "")}`;
  return (a.repository === b.repository || isLocal) && a.tag === b.tag;
}
