import { type FieldSchema, type KindDefinition, propertiesOf } from "@hashike/core/kinds";

interface Row {
  readonly path: string;
  readonly status: "S" | "P" | "N" | "X";
  readonly words: string;
}

/** Levels that are in several places; their fields are listed once. */
const repeated: ReadonlySet<string> = new Set([
  "Container",
  "Probe",
  "Exec",
  "HttpGet",
  "Hook",
  "ObjectMeta",
  "PodSpec",
  "PodTemplateSpec",
  "PersistentVolumeClaimSpec",
  "PodSelector",
]);

/** What is supported of a kind, field by field, as a Markdown table. */
export function supportTable({ schema }: KindDefinition, listed: Map<string, Listed>): string {
  const rows = [...rowsOf(schema, "", { kind: schema.title ?? "", listed })].map(
    ({ path, status, words }) => `| \`${path}\` | ${status} | ${words.replaceAll("|", "\\|")} |`,
  );
  return ["| Field | | Meaning, or why not |", "|---|---|---|", ...rows].join("\n");
}

/** Where the fields of a level are listed. */
export interface Listed {
  readonly kind: string;
  readonly place: string;
}

interface Table {
  readonly kind: string;
  readonly listed: Map<string, Listed>;
}

function* rowsOf(parent: FieldSchema, prefix: string, table: Table): Generator<Row> {
  const { kind, listed } = table;
  for (const [key, schema] of Object.entries(propertiesOf(parent))) {
    const path = prefix + key;
    if (path === "apiVersion" || path === "kind") continue;
    const isList = schema.type === "array";
    const level: FieldSchema = isList ? schema.items : schema;
    const told = listed.get(level.title ?? "");
    yield rowOf(path, { ...level, ...schema }, told && placeIn(kind, told));
    if (told !== undefined) continue;
    const place = isList ? `${path}[]` : path;
    if (repeated.has(level.title ?? "")) listed.set(level.title ?? "", { kind, place });
    yield* rowsOf(level, `${place}.`, table);
  }
  yield* otherKeys(parent, prefix);
}

function placeIn(kind: string, { kind: other, place }: Listed): string {
  return other === kind ? `\`${place}\`` : `\`${place}\` of ${other}`;
}

/** @param told where the fields below it are listed, when that is elsewhere */
function rowOf(path: string, { description = "", partial }: FieldSchema, told: string | undefined): Row {
  const words = [
    description,
    ...(partial === undefined ? [] : [`Less than in Kubernetes: ${partial}.`]),
    ...(told === undefined ? [] : [`Fields as those of ${told}.`]),
  ];
  return { path, status: partial === undefined ? "S" : "P", words: words.join(" ") };
}

function* otherKeys(level: FieldSchema, prefix: string): Generator<Row> {
  const { ignoredKeys = {}, droppedKeys = [], unsupportedKeys = {} } = level;
  for (const [key, reason] of Object.entries(ignoredKeys)) {
    yield { path: prefix + key, status: "N", words: `Ignored: ${reason}.` };
  }
  for (const key of droppedKeys) yield { path: prefix + key, status: "N", words: "Left out without a word." };
  for (const [key, hint] of Object.entries(unsupportedKeys)) {
    yield { path: prefix + key, status: "X", words: `Refused: ${hint ?? "nothing stands for it"}.` };
  }
}
