import { choicesOf, type FieldSchema, propertiesOf } from "../manifest/schema.ts";
import { defaultKind } from "./default-kinds.ts";
import type { KindDefinition } from "./kind-definition.ts";
import { kindId } from "./kinds.ts";

/** Plain JSON: no symbols, no `undefined`. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface JsonSchemaOptions {
  /** Left out: the default kind. */
  readonly kind?: KindDefinition | undefined;
  /** Where the schema is published, for `$id`. */
  readonly id?: string;
}

const onlyOurs: ReadonlySet<string> = new Set([
  "hint",
  "acceptsScalars",
  "textFollows",
  "numberStandsFor",
  "ignoreCase",
  "unsupportedChoices",
  "unsupportedKeys",
  "ignoredKeys",
  "droppedKeys",
  "partial",
  "zeroIsUnset",
  "octal",
  "textOfScalars",
  "foreignKeys",
]);

/**
 * The schema of a kind for editors and other tools (JSON Schema draft 7, which all of them read). It knows
 * what can be told from one value alone; references between values are checked by `readManifests`.
 */
export function manifestJsonSchema({ id, kind = defaultKind }: JsonSchemaOptions = {}): {
  readonly [key: string]: Json;
} {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: id ?? (kind === defaultKind ? "urn:hashike:manifest:v1" : `urn:hashike:manifest:${kindId(kind)}`),
    ...toJsonSchema(kind.schema),
    title: `${kind.kind} manifest`,
  };
}

function toJsonSchema(schema: FieldSchema): { readonly [key: string]: Json } {
  const result: Record<string, Json> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (!onlyOurs.has(keyword) && value !== undefined) result[keyword] = toJson(value);
  }
  if (schema.additionalProperties === false) result.patternProperties = { "^x-": {} };
  // Editors read 0644 as 644.
  if (schema.octal === true) delete result.maximum;
  if (schema.acceptsScalars !== undefined) result.type = ["string", ...schema.acceptsScalars];
  if (schema.textFollows !== undefined) result.type = ["string", "array"];
  if (schema.numberStandsFor !== undefined) {
    const number = propertiesOf(schema)[schema.numberStandsFor];
    // Limits of numbers say nothing of mappings.
    Object.assign(result, {
      type: ["integer", "object"],
      minimum: number?.minimum,
      maximum: number?.maximum,
    });
  }
  if (schema.anyOf !== undefined) {
    // Editors offer the values of `enum`, and not those of `anyOf`.
    delete result.anyOf;
    const choices = choicesOf(schema) ?? [];
    const lower = schema.ignoreCase === true ? choices.map((choice) => choice.toLowerCase()) : [];
    result.type = "string";
    result.enum = [...choices, ...lower];
  }
  return result;
}

function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) return toJsonSchema(value as FieldSchema);
  return value as Json;
}
