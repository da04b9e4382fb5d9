import { isRegistryReference, parseImageReference } from "@hashike/core";
import type { ArchiveReference } from "./parse-archive-reference.ts";

/** What something in an archive is called there. */
export interface Named {
  /** With their repositories: `docker.io/library/app:1`. */
  readonly names: readonly string[];
  /** A tag without a repository, or a name without a tag. */
  readonly tag?: string | undefined;
}

/**
 * Finds what is called by a name, in every form that tools write it. What it is called exactly goes first, then what
 * Podman calls `localhost/app:1` when it is built as `app:1`, and last a tag alone.
 */
export function matchName<T extends Named>(items: readonly T[], wanted: ArchiveReference): readonly T[] {
  const { tag: name } = wanted;
  if (name === undefined) return [];
  const ownTag = name.slice(name.lastIndexOf(":") + 1);
  const ways: ((item: T) => boolean)[] = [
    ({ names, tag }) =>
      names.some((n) => familiarName(n) === name) || (tag !== undefined && familiarName(tag) === name),
    ({ names }) => names.some((n) => familiarName(n) === `localhost/${name}`),
    ({ names, tag }) => names.length === 0 && tag === ownTag,
  ];
  for (const way of ways) {
    const found = items.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

/** Podman and containerd write `docker.io/library/app:1` for `app:1`, kaniko `index.docker.io/library/app:1`. */
export function familiarName(name: string): string {
  const parsed = parseImageReference(name);
  return "error" in parsed || !isRegistryReference(parsed) ? name : parsed.familiar;
}
