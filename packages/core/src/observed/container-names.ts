/** A container that is being put in another's place has this name until it is ready. */
export const candidateSuffix = ".hashike-new";
/** The old one has this name from when the new one is ready until it has gone. */
export const retiredSuffix = ".hashike-old";

/**
 * The name of a candidate that is ready: the wanted one but for the case of a letter. To an engine it is another
 * name, so both containers can have theirs; to name resolution, which ignores case, it is the same. So the wanted name
 * always leads to somebody while it passes from one to the other.
 * @returns undefined for a name without letters
 */
export function announcedName(name: string): string | undefined {
  const at = name.search(/[a-zA-Z]/);
  if (at < 0) return undefined;
  const letter = name.charAt(at);
  const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return name.slice(0, at) + other + name.slice(at + 1);
}

/**
 * The park of a container's candidate. Always the same one, so that what a crash left is used again. Where two networks
 * of a container could lead outside, engines before Docker 28 take the first by name; so this is to come first.
 */
export function parkName(containerName: string): string {
  return `0-hashike-park-${containerName}`;
}
