import type { Path, PathSegment } from "./path.ts";
import type { Problem } from "./problem.ts";
import { type FieldSchema, propertiesOf } from "./schema.ts";

type Mapping = Record<string, unknown>;

/**
 * Takes out of an object what means nothing here: keys that a server has written, keys that its kind ignores, and keys
 * without a value, which Kubernetes takes for keys that are not there. Changes `root` itself.
 * @returns one notice for each ignored key, however often it is there
 */
export function takeOutMeaningless(schema: FieldSchema, root: unknown): readonly Problem[] {
  const notices = new Map<string, Problem>();
  const path: PathSegment[] = [];

  function visit(current: FieldSchema, value: unknown): void {
    if (Array.isArray(value)) {
      const items = current.type === "array" ? value : [];
      for (const [index, item] of items.entries()) descend(index, current.items, item);
    } else if (typeof value === "object" && value !== null) {
      for (const key of Object.keys(value)) visitKey(current, value as Mapping, key);
    }
  }

  function visitKey(current: FieldSchema, mapping: Mapping, key: string): void {
    const properties = propertiesOf(current);
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property !== undefined) descend(key, property, mapping[key]);
    else visitForeignKey(current, mapping, key);
  }

  function visitForeignKey(current: FieldSchema, mapping: Mapping, key: string): void {
    const value = mapping[key];
    const { ignoredKeys = {}, unsupportedKeys = {}, droppedKeys = [] } = current;
    const isIgnored = Object.hasOwn(ignoredKeys, key);
    if (isIgnored && !saysNothing(value)) addNotice([...path, key], ignoredKeys[key]);
    const isUnset = value === null && Object.hasOwn(unsupportedKeys, key);
    if (isIgnored || isUnset || droppedKeys.includes(key)) delete mapping[key];
  }

  function descend(segment: PathSegment, schema: FieldSchema, value: unknown): void {
    path.push(segment);
    visit(schema, value);
    path.pop();
  }

  function addNotice(at: Path, reason: string | undefined): void {
    const key = at.filter((segment) => typeof segment === "string").join(".");
    if (notices.has(key)) return;
    notices.set(key, { severity: "notice", path: at, on: "key", message: `is ignored: ${reason}` });
  }

  visit(schema, root);
  return [...notices.values()];
}

/** Templates leave such keys behind. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
