import type { TSchema } from "@sinclair/typebox";

/**
 * Whether a value fits its schema: what TypeBox's `Check` says, for the schemas of our kinds. That loads, and goes
 * through, all that there is in TypeBox; a manifest that fits is read without it.
 */
export function fits(schema: TSchema, value: unknown): boolean {
  if (schema.anyOf !== undefined) return schema.anyOf.some((one: TSchema) => fits(one, value));
  if (schema.const !== undefined) return value === schema.const;
  switch (schema.type) {
    case "object":
      return fitsMapping(schema, value);
    case "array":
      return fitsList(schema, value);
    case "string":
      return fitsText(schema, value);
    case "integer":
      return Number.isInteger(value) && isBetween(value as number, schema.minimum, schema.maximum);
    case "boolean":
      return typeof value === "boolean";
    default:
      return false;
  }
}

/** What of a schema says which values fit, and is understood here. */
export const understood: ReadonlySet<string> = new Set([
  ...["type", "anyOf", "const"],
  ...["properties", "required", "additionalProperties"],
  ...["items", "minItems", "minLength", "maxLength", "pattern", "minimum", "maximum"],
]);

function fitsMapping({ properties, required = [], additionalProperties }: TSchema, value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const mapping = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(mapping)) {
    const isField = Object.hasOwn(properties, key);
    // A field that has no value counts as left out.
    if (isField && mapping[key] === undefined) continue;
    const schema = isField ? properties[key] : additionalProperties;
    if (schema === false || !fits(schema, mapping[key])) return false;
  }
  return required.every((key: string) => mapping[key] !== undefined);
}

function fitsList({ items, minItems }: TSchema, value: unknown): boolean {
  return (
    Array.isArray(value) &&
    isBetween(value.length, minItems, undefined) &&
    // Unlike `every`, this also looks at holes.
    !value.some((item) => !fits(items, item))
  );
}

function fitsText({ minLength, maxLength, pattern }: TSchema, value: unknown): boolean {
  if (typeof value !== "string" || !isBetween(value.length, minLength, maxLength)) return false;
  return pattern === undefined || patternOf(pattern).test(value);
}

const patterns = new Map<string, RegExp>();

function patternOf(text: string): RegExp {
  const known = patterns.get(text) ?? new RegExp(text);
  patterns.set(text, known);
  return known;
}

function isBetween(value: number, least: number | undefined, most: number | undefined): boolean {
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
