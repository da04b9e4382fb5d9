/**
 * What is where in a store: an OCI image layout for each image, and beside it one small object for each tag.
 * docs/decisions/0012-stores-without-a-registry.md says why.
 */
export const indexKey = "index.json";
export const layoutKey = "oci-layout";
export const blobPrefix = "blobs/sha256/";
export const pointerPrefix = "tags/";

export function blobKey(digest: string): string {
  return `${blobPrefix}${digest.slice("sha256:".length)}`;
}

export function pointerKey(tag: string): string {
  return `${pointerPrefix}${tag}.json`;
}

/** @returns the digest that a blob's key claims; `undefined` for another key */
export function digestOfKey(key: string): string | undefined {
  const hex = key.startsWith(blobPrefix) ? key.slice(blobPrefix.length) : "";
  return /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : undefined;
}

/** @returns the tag whose pointer a key is; `undefined` for another key */
export function tagOfKey(key: string): string | undefined {
  return /^tags\/(\w[\w.-]{0,127})\.json$/.exec(key)?.[1];
}
