/** An image keeps a name by which people find it, also when nobody gave it a tag. */
export function localNameOf(repository: string, digest: string): string {
  return `${repository}:sha256-${digest.slice("sha256:".length, "sha256:".length + 12)}`;
}
