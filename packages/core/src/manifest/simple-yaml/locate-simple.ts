import type { SourcePosition } from "../../errors.ts";
import type { Locator } from "../locate.ts";
import type { PathSegment } from "../manifest.ts";
import type { Path } from "../path.ts";
import type { SimpleEntry, SimpleNode } from "./simple-node.ts";

/** As `createLocator` for what the YAML library has read, and with the same answers. */
export function createSimpleLocator(
  root: SimpleNode,
  text: string,
  positionOf: (offset: number) => SourcePosition,
): Locator {
  return {
    locate: (path) => positionOf(find(root, path).offset),
    locateKey: (path) => {
      const { keyStart, offset } = find(root, path);
      return positionOf(keyStart ?? offset);
    },
    sourceText: (path) => {
      const { node } = find(root, path);
      if (node === undefined || node.entries !== undefined || node.items !== undefined) return undefined;
      if (!node.written) return "";
      return node.plainEnd > node.start ? text.slice(node.start, node.plainEnd) : undefined;
    },
  };
}

interface Place {
  readonly node: SimpleNode | undefined;
  readonly keyStart: number | undefined;
  readonly offset: number;
}

function find(root: SimpleNode, path: Path): Place {
  let node = root;
  let place: Place = { node, keyStart: undefined, offset: root.start };
  for (const segment of path) {
    const entry = step(node, segment);
    if (entry === undefined) return { node: undefined, keyStart: undefined, offset: place.offset };
    node = entry.node;
    place = {
      node,
      keyStart: entry.keyStart,
      offset: node.written ? node.start : (entry.keyStart ?? place.offset),
    };
  }
  return place;
}

function step(
  { entries, items }: SimpleNode,
  segment: PathSegment,
): (Omit<SimpleEntry, "key" | "keyStart"> & { readonly keyStart?: number }) | undefined {
  if (typeof segment === "string") return entries?.find(({ key }) => key === segment);
  const node = items?.[segment];
  return node === undefined ? undefined : { node };
}
