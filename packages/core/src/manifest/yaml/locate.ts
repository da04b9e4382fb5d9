import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { SourcePosition } from "../../errors.ts";
import type { Path, PathSegment } from "../path.ts";
import { keyText, mergedMaps } from "./yaml-keys.ts";

/** The way back from a value to its text. */
export interface Locator {
  /** The start of the value at `path`, or of its nearest parent in the text. */
  locate(path: Path): SourcePosition;
  /** The start of the key at the end of `path`; for list items and missing keys the same as `locate`. */
  locateKey(path: Path): SourcePosition;
  /** How the scalar at `path` is written, when it is not in quotes. */
  sourceText(path: Path): string | undefined;
}

interface Place {
  readonly node: Node | undefined;
  readonly keyOffset: number | undefined;
  readonly offset: number;
}

/**
 * @param targets what each alias stands for
 * @param start offset of the document, for what is not in the text at all
 */
export function createLocator(
  root: Node | null,
  targets: ReadonlyMap<Alias, Node>,
  start: number,
  positionOf: (offset: number) => SourcePosition,
): Locator {
  const keyIndexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  function find(path: Path): Place {
    let place: Place = { node: root ?? undefined, keyOffset: undefined, offset: offsetOf(root) ?? start };
    for (const segment of path) {
      const next = step(place.node, segment);
      if (next === undefined) return { ...place, node: undefined, keyOffset: undefined };
      const keyOffset = offsetOf(next.key);
      place = {
        node: next.value,
        keyOffset,
        offset: (isWritten(next.value) ? undefined : keyOffset) ?? offsetOf(next.value) ?? place.offset,
      };
    }
    return place;
  }

  function step(
    parent: Node | undefined,
    segment: PathSegment,
  ): { key: unknown; value: Node | undefined } | undefined {
    const node = isAlias(parent) ? targets.get(parent) : parent;
    if (typeof segment === "number") {
      if (!isSeq<Node>(node) || segment >= node.items.length) return undefined;
      return { key: undefined, value: node.items[segment] ?? undefined };
    }
    if (!isMap(node)) return undefined;
    const pair = pairOf(node, segment);
    if (pair !== undefined) return { key: pair.key, value: (pair.value as Node | null) ?? undefined };
    for (const merged of mergedMaps(node, targets)) {
      const found = step(merged, segment);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function pairOf(node: YAMLMap, key: string): Pair | undefined {
    let index = keyIndexes.get(node);
    if (index === undefined) {
      // The first of duplicate keys is the one whose value counts, so it is put in last.
      index = new Map(node.items.toReversed().map((pair) => [keyText(pair.key) ?? "", pair]));
      keyIndexes.set(node, index);
    }
    return index.get(key);
  }

  return {
    locate: (path) => positionOf(find(path).offset),
    locateKey: (path) => {
      const place = find(path);
      return positionOf(place.keyOffset ?? place.offset);
    },
    sourceText: (path) => {
      const { node } = find(path);
      const scalar = isAlias(node) ? targets.get(node) : node;
      return isScalar(scalar) && scalar.type === "PLAIN" ? scalar.source : undefined;
    },
  };
}

/** Whether a value has any text: that of `key:` has none, and is best found at its key. */
function isWritten(node: Node | undefined): boolean {
  return node?.range != null && node.range[0] < node.range[1];
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
