/** A mapping below an object that nobody checked. @returns an empty one where there is none */
export function field(object: unknown, key: string): object {
  const value = typeof object === "object" && object !== null ? Reflect.get(object, key) : undefined;
  return typeof value === "object" && value !== null ? value : {};
}
