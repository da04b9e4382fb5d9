const suffix = "-anchor";

/** The bridge that a park hangs on where engines have no other way; nobody is on it. */
export function anchorName(park: string): string {
  return park + suffix;
}

export function parkOfAnchor(anchor: string): string {
  return anchor.endsWith(suffix) ? anchor.slice(0, -suffix.length) : anchor;
}
