import type { Path, PathSegment } from "./path.ts";
import type { Problem } from "./problem.ts";
import { choicesOf, type FieldSchema, propertiesOf } from "./schema.ts";
import { asBoolean, asWholeNumber, seenByKubectl } from "./yaml/kubectl-scalars.ts";

type Mapping = Record<string, unknown>;

/**
 * Brings a value into the form that its schema describes: keys without a value are left out as in Kubernetes,
 * and so are keys that begin with `x-`, and 0 where the schema takes it for no value; a text under a key of the user's own
 * that has no value is empty; what stands without quotes is a whole number or a boolean as `kubectl` reads it, where one is wanted; numbers become text where the schema takes them as text, or the mapping that they stand for; a
 * text becomes the list that it stands for; choices get the schema's spelling. Anything that does not fit stays as it is.
 * Changes `root` itself.
 * @param sourceText how the scalar at a path is written, when it is not in quotes
 * @param tell takes a notice for each text of which `kubectl` would make something else
 */
export function normalise(
  schema: FieldSchema,
  root: unknown,
  sourceText: (path: Path) => string | undefined,
  tell: (notice: Problem) => void,
): unknown {
  const path: PathSegment[] = [];
  const isForKubectl = schema.textOfScalars === true;

  function visit(current: FieldSchema, value: unknown): unknown {
    if (Array.isArray(value)) return visitList(current, value);
    if (typeof value === "object" && value !== null) return visitMapping(current, value as Mapping);
    if (typeof value === "string" && current.textFollows !== undefined) return [current.textFollows, value];
    if (typeof value === "string") return visitText(current, value);
    return visitScalar(current, value);
  }

  function visitText(current: FieldSchema, value: string): unknown {
    if (current.ignoreCase === true) return spell(current, value);
    if (current.type === "boolean") return asBoolean(sourceText(path) ?? "") ?? value;
    if (current.type === "integer") return asWholeNumber(sourceText(path) ?? "") ?? value;
    if (current.type === "string" && isForKubectl) tellOfText(sourceText(path));
    return value;
  }

  function tellOfText(source = ""): void {
    const seen = seenByKubectl(source);
    if (seen === undefined) return;
    tell({
      severity: "notice",
      path: [...path],
      message: `is taken as text; kubectl would see ${seen}`,
      hint: "put it in quotes",
    });
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
    if (typeof current.additionalProperties !== "object") return;
    path.push(key);
    mapping[key] = visit(current.additionalProperties, mapping[key]) ?? "";
    path.pop();
  }

  function visitScalar(current: FieldSchema, value: unknown): unknown {
    if (value === null) return current.acceptsScalars?.includes("null") === true ? "" : null;
    if (typeof value === "number") return visitNumber(current, value);
    return typeof value === "boolean" ? asText(current, value) : value;
  }

  function visitNumber(current: FieldSchema, value: number): unknown {
    if (value === 0 && current.zeroIsUnset === true) return null;
    if (current.numberStandsFor !== undefined) return { [current.numberStandsFor]: value };
    if (current.type === "integer") return asWholeNumber(sourceText(path) ?? "") ?? value;
    return asText(current, value);
  }

  function asText(current: FieldSchema, value: number | boolean): unknown {
    const source = sourceText(path) ?? String(value);
    if (current.acceptsScalars?.includes(typeof value as "number" | "boolean") === true) return source;
    if (current.type !== "string" || !isForKubectl) return value;
    tellOfText(source);
    return source;
  }

  return visit(schema, root);
}

/** Keys that begin with `x-` are for people, mostly to hold an anchor, as in compose; not where keys are free. */
function isExtension(schema: FieldSchema, key: string): boolean {
  return schema.additionalProperties === false && key.startsWith("x-");
}

function spell(schema: FieldSchema, value: string): string {
  return choicesOf(schema)?.find((choice) => choice.toLowerCase() === value.toLowerCase()) ?? value;
}
