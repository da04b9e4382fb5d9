import type { Path, PathSegment } from "./path.ts";
import { choicesOf, type FieldSchema, propertiesOf } from "./schema.ts";

type Mapping = Record<string, unknown>;

/**
 * Brings a value into the form that its schema describes: keys without a value are left out as in Kubernetes,
 * and so are keys that begin with `x-`, and 0 where the schema takes it for no value; a text under a key of the user's own
 * that has no value is empty; 0644 is octal where the schema says so; numbers become text where the schema takes them as text, or the mapping that they stand for; a
 * text becomes the list that it stands for; choices get the schema's spelling. Anything that does not fit stays as it is.
 * Changes `root` itself.
 * @param sourceText how the scalar at a path is written
 */
export function normalise(
  schema: FieldSchema,
  root: unknown,
  sourceText: (path: Path) => string | undefined,
): unknown {
  const path: PathSegment[] = [];

  function visit(current: FieldSchema, value: unknown): unknown {
    if (Array.isArray(value)) return visitList(current, value);
    if (typeof value === "object" && value !== null) return visitMapping(current, value as Mapping);
    if (typeof value === "string" && current.textFollows !== undefined) return [current.textFollows, value];
    if (typeof value === "string") return current.ignoreCase === true ? spell(current, value) : value;
    return visitScalar(current, value);
  }

  function visitList(current: FieldSchema, items: unknown[]): unknown[] {
    if (current.type !== "array") return items;
    for (const [index, item] of items.entries()) {
      path.push(index);
      items[index] = visit(current.items, item);
      path.pop();
    }
    return items;
  }

  function visitMapping(current: FieldSchema, mapping: Mapping): Mapping {
    const properties = propertiesOf(current);
    for (const key of Object.keys(mapping)) {
      const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (property === undefined) {
        visitFreeKey(current, mapping, key);
        continue;
      }
      path.push(key);
      const value = visit(property, mapping[key]);
      if (value === null || value === undefined) delete mapping[key];
      else mapping[key] = value;
      path.pop();
    }
    return mapping;
  }

  function visitFreeKey(current: FieldSchema, mapping: Mapping, key: string): void {
    if (isExtension(current, key)) delete mapping[key];
    else if (typeof current.additionalProperties === "object" && mapping[key] === null) mapping[key] = "";
  }

  function visitScalar(current: FieldSchema, value: unknown): unknown {
    const accepted = current.acceptsScalars ?? [];
    if (value === null) return accepted.includes("null") ? "" : null;
    if (value === 0 && current.zeroIsUnset === true) return null;
    const type = typeof value;
    if (type === "number" && current.numberStandsFor !== undefined) {
      return { [current.numberStandsFor]: value };
    }
    if (type === "number" && current.octal === true) return readOctal(value, sourceText(path));
    if ((type === "number" || type === "boolean") && accepted.includes(type)) {
      return sourceText(path) ?? String(value);
    }
    return value;
  }

  return visit(schema, root);
}

/** 0644 and 0o644 are the same number to kubectl; YAML 1.2 takes the first for 644. */
function readOctal(value: unknown, source = ""): unknown {
  return /^0[0-7]+$/.test(source) ? Number.parseInt(source, 8) : value;
}

/** Keys that begin with `x-` are for people, mostly to hold an anchor, as in compose; not where keys are free. */
function isExtension(schema: FieldSchema, key: string): boolean {
  return schema.additionalProperties === false && key.startsWith("x-");
}

function spell(schema: FieldSchema, value: string): string {
  return choicesOf(schema)?.find((choice) => choice.toLowerCase() === value.toLowerCase()) ?? value;
}
