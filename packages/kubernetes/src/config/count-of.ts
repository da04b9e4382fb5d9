/** How many keys some maps have together, as kubectl lists them. */
export function countOf(...maps: readonly object[]): string {
  return String(maps.reduce((sum, map) => sum + Object.keys(map).length, 0));
}
