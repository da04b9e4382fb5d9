import { type ManifestField, schemaFields } from "../manifest/schema-fields.ts";
import { defaultKind } from "./default-kinds.ts";
import type { KindDefinition } from "./kind-definition.ts";

/** Every key of a kind, parents before children. The fields of init containers are those of containers. */
export function manifestFields(kind: KindDefinition = defaultKind): ManifestField[] {
  return schemaFields(kind.schema);
}

/** The fields as a Markdown table. */
export function formatFieldReference(kind: KindDefinition = defaultKind): string {
  const rows = manifestFields(kind).map(
    ({ path, type, default: value, description, required }) =>
      `| \`${path}\` | ${cell(type)} | ${required ? "required" : formatDefault(value)} | ${cell(description)} |`,
  );
  return ["| Field | Type | Default | Meaning |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function formatDefault(value: string | number | boolean | undefined): string {
  if (value === undefined) return "";
  return value === "" ? '`""`' : `\`${value}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
