/**
 * A name of an image in a path: its slashes and colons stay as they are, as the engine takes all up to what follows as
 * the name. What would end the path, or mean something else in it, is escaped.
 */
export function imageInPath(name: string): string {
  return encodeURI(name).replace(/[?#]/g, encodeURIComponent);
}
