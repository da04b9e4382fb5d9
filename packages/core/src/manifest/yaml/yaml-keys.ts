import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";

/** A mapping's key as text: `80: x` has the key `80`. `undefined` for keys that are lists or mappings. */
export function keyText(key: unknown): string | undefined {
  if (key === null) return "null";
  if (!isScalar(key)) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

/** Whether a pair is a merge, `<<: *other`. A key in quotes is an ordinary key. */
export function isMerge(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === "<<" && pair.key.type === "PLAIN";
}

/** The mappings that a mapping merges, those first whose keys win. What is no mapping is left out. */
export function mergedMaps(node: YAMLMap, targets: ReadonlyMap<Alias, Node>): YAMLMap[] {
  const deref = (value: unknown) => (isAlias(value) ? targets.get(value) : value);
  return node.items
    .filter(isMerge)
    .map((pair) => deref(pair.value))
    .flatMap((value) => (isSeq(value) ? value.items.map(deref) : [value]))
    .filter((value) => isMap(value));
}
