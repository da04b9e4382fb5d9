import { quote, safeText } from "./safe-text.ts";

/** One step of a path into a manifest: a key or a list index. */
export type PathSegment = string | number;

/** A way from a document's root to a place in it. */
export type Path = readonly PathSegment[];

/** `spec.containers[0].ports[1].hostPort`; keys that are no plain words in quotes: `metadata.labels["a/b"]`. */
export function formatPath(path: Path): string {
  let result = "";
  for (const segment of path) {
    if (typeof segment === "number") result += `[${segment}]`;
    else if (!/^[A-Za-z_][\w-]*$/.test(segment)) result += `[${quote(segment)}]`;
    else result += (result === "" ? "" : ".") + safeText(segment);
  }
  return result;
}

/** Reads the JSON pointers by which TypeBox names places. List indexes come back as numbers. */
export function parsePointer(pointer: string, root: unknown): Path {
  const path: PathSegment[] = [];
  let value = root;
  for (const escaped of pointer.split("/").slice(1)) {
    const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    const segment = Array.isArray(value) ? Number(key) : key;
    path.push(segment);
    value = isObject(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return path;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
