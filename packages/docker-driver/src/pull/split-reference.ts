export interface SplitReference {
  /** `nginx`, `localhost:5000/team/app`. */
  readonly name: string;
  /** A tag or a digest: the API takes both in the same place. */
  readonly version: string;
}

/**
 * Takes a reference apart for the pull call. A digest counts more than a tag beside it.
 * @returns the tag `latest` where none is written: without one the engine would pull every tag
 */
export function splitReference(reference: string): SplitReference {
  const [tagged = "", digest] = reference.split("@", 2);
  // A colon before the last slash belongs to the registry's port.
  const colon = tagged.indexOf(":", tagged.lastIndexOf("/") + 1);
  const name = colon < 0 ? tagged : tagged.slice(0, colon);
  return { name, version: digest ?? (colon < 0 ? "latest" : tagged.slice(colon + 1)) };
}

/** @returns where to log in: `ghcr.io`; `undefined` for Docker Hub, which needs no name */
export function registryOf(reference: string): string | undefined {
  const [first = "", ...rest] = reference.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost && !/^(index\.)?docker\.io$/.test(first) ? first : undefined;
}
