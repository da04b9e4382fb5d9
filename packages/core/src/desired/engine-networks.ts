/** Not what `docker network create` makes: the engine takes these names for a way to do without such a network. */
export function isEnginesOwnNetwork(name: string): boolean {
  return ["bridge", "default", "host", "none"].includes(name) || name.startsWith("container:");
}
