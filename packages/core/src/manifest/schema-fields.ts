import { choicesOf, type FieldSchema, propertiesOf } from "./schema.ts";

/** A key that a manifest can have. */
export interface ManifestField {
  /** As users write paths, with `[]` for the items of a list: `spec.containers[].ports[].hostPort`. */
  readonly path: string;
  /** In words: `whole number 1..65535`, `list of texts`. */
  readonly type: string;
  readonly default?: string | number | boolean;
  readonly description: string;
  /** Whether its mapping must have it. */
  readonly required: boolean;
}

/** Levels that are in several places; their fields are listed once. */
const repeated: ReadonlySet<string> = new Set(["Container", "Probe", "Exec", "HttpGet", "Hook"]);

/** Every key of an object, parents before children. The fields of init containers are those of containers. */
export function schemaFields(root: FieldSchema): ManifestField[] {
  return [...fieldsOf(root, "", new Map())];
}

/** @param expanded where the fields of a repeated level are listed, by its title */
function* fieldsOf(
  parent: FieldSchema,
  prefix: string,
  expanded: Map<string, string>,
): Generator<ManifestField> {
  for (const [key, schema] of Object.entries(propertiesOf(parent))) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const isList = schema.type === "array";
    const children = isList ? (schema.items as FieldSchema) : schema;
    const title = children.title ?? "";
    const told = expanded.get(title);
    yield {
      path,
      type: describeType(schema),
      ...(schema.default === undefined ? {} : { default: schema.default }),
      description: describeMeaning(schema, told),
      required: Array.isArray(parent.required) && parent.required.includes(key),
    };
    if (told !== undefined) continue;
    const place = isList ? `${path}[]` : path;
    if (repeated.has(title)) expanded.set(title, place);
    yield* fieldsOf(children, place, expanded);
  }
}

/** @param told where the fields below it are listed, when that is elsewhere */
function describeMeaning({ description = "", type }: FieldSchema, told: string | undefined): string {
  if (told === undefined) return description;
  return `${description} ${type === "array" ? "Each has" : "Has"} the fields of \`${told}\`.`;
}

function describeType(schema: FieldSchema): string {
  const choices = choicesOf(schema);
  if (choices !== undefined)
    return choices.map((choice) => `\`${choice === "" ? '""' : choice}\``).join(", ");
  if (schema.type === "array") {
    const items = `list of ${plural(schema.items)}`;
    return schema.textFollows === undefined ? items : `text, or ${items}`;
  }
  if (schema.type === "object") {
    return typeof schema.additionalProperties === "object" ? "mapping of texts" : "mapping";
  }
  if (schema.type === "integer") return `whole number ${schema.minimum}..${schema.maximum}`;
  if (schema.type === "boolean") return "`true`, `false`";
  return schema.acceptsScalars === undefined ? "text" : `text, ${alsoAccepted(schema)}`;
}

function alsoAccepted(schema: FieldSchema): string {
  return (schema.acceptsScalars ?? [])
    .filter((type) => type !== "null")
    .map((type) => (type === "boolean" ? "`true`, `false`" : type))
    .join(", ");
}

function plural(schema: FieldSchema): string {
  if (schema.type === "object") return "mappings";
  return schema.type === "integer" ? "whole numbers" : "texts";
}
