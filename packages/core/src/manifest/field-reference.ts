import { hashikeSchema } from "./kinds/hashike.ts";
import { choicesOf, type FieldSchema, propertiesOf } from "./kinds/schema.ts";

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

/** Every key of kind Hashike, parents before children. The fields of init containers are those of containers. */
export function manifestFields(): ManifestField[] {
  const expanded = new Set<string>();
  return [...fieldsOf(hashikeSchema, "", expanded)];
}

/** The fields as a Markdown table. */
export function formatFieldReference(): string {
  const rows = manifestFields().map(
    ({ path, type, default: value, description, required }) =>
      `| \`${path}\` | ${cell(type)} | ${required ? "required" : formatDefault(value)} | ${cell(description)} |`,
  );
  return ["| Field | Type | Default | Meaning |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function* fieldsOf(parent: FieldSchema, prefix: string, expanded: Set<string>): Generator<ManifestField> {
  for (const [key, schema] of Object.entries(propertiesOf(parent))) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const children = schema.type === "array" ? (schema.items as FieldSchema) : schema;
    const title = children.title ?? "";
    const seen = title === "Container" && expanded.has(title);
    yield {
      path,
      type: describeType(schema),
      ...(schema.default === undefined ? {} : { default: schema.default }),
      description: seen
        ? `${schema.description} Each has the fields of \`spec.containers[]\`.`
        : (schema.description ?? ""),
      required: Array.isArray(parent.required) && parent.required.includes(key),
    };
    expanded.add(title);
    if (!seen) yield* fieldsOf(children, schema.type === "array" ? `${path}[]` : path, expanded);
  }
}

function describeType(schema: FieldSchema): string {
  const choices = choicesOf(schema);
  if (choices !== undefined)
    return choices.map((choice) => `\`${choice === "" ? '""' : choice}\``).join(", ");
  if (schema.type === "array") return `list of ${plural(schema.items)}`;
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

function formatDefault(value: string | number | boolean | undefined): string {
  if (value === undefined) return "";
  return value === "" ? '`""`' : `\`${value}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
