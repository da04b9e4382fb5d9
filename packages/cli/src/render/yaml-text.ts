// biome-ignore-all lint/suspicious/noControlCharactersInRegex: finding them is what this is for
type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/**
 * Data of JSON as YAML, in the style of kubectl: keys sorted, items of lists below their key, texts without quotes where
 * YAML 1.1 and 1.2 both take them for what they are. Ends with a line end.
 */
export function yamlText(value: unknown): string {
  return `${block(JSON.parse(JSON.stringify(value)) as Data, "")}\n`;
}

function block(value: Data, indent: string): string {
  if (typeof value !== "object" || value === null) return scalar(value, indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return value.map((item) => `- ${block(item, `${indent}  `)}`).join(`\n${indent}`);
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return "{}";
  return entries
    .map(([key, inner]) => `${scalar(key, "", true)}:${below(inner, indent)}`)
    .join(`\n${indent}`);
}

/** What stands behind a key. */
function below(value: Data, indent: string): string {
  const isNested = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isNested) return ` ${block(value, indent)}`;
  const inner = Array.isArray(value) ? indent : `${indent}  `;
  return `\n${inner}${block(value, inner)}`;
}

/** By YAML; and what ends a line there and nowhere else, or is half a character. */
const unprintable =
  /[^\t\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

function scalar(value: string | number | boolean | null, indent: string, isKey = false): string {
  if (typeof value !== "string") return String(value);
  if (isOtherType(value) || unprintable.test(value)) return doubleQuoted(value);
  if (value.includes("\n")) return isKey || !isBlock(value) ? doubleQuoted(value) : literal(value, indent);
  if (value.includes("\t")) return doubleQuoted(value);
  return isPlain(value) ? value : singleQuoted(value);
}

/** Neither begins with what would count as its indentation, nor has blanks before the end of a line. */
function isBlock(value: string): boolean {
  return !/^\s|[ \t]\n|[ \t]$/.test(value);
}

function literal(value: string, indent: string): string {
  let end = value.length;
  while (value[end - 1] === "\n") end -= 1;
  const [body, breaks] = [value.slice(0, end), value.length - end];
  const chomp = ["-", ""][breaks] ?? "+";
  const lines = `${body}${"\n".repeat(Math.max(breaks - 1, 0))}`.split("\n");
  return `|${chomp}\n${lines.map((line) => (line === "" ? "" : `${indent}  ${line}`)).join("\n")}`;
}

function isPlain(value: string): boolean {
  return (
    !/^[\s#,[\]{}&*!|>'"%@`]|^[-?:](\s|$)|^(---|\.\.\.)|: |:$| #|\s$/.test(value) &&
    !/^[-?:][,[\]{}]/.test(value)
  );
}

/** In one of the two versions of YAML: `yes` is no text in 1.1. */
function isOtherType(value: string): boolean {
  return (
    /^(~|null|y|n|yes|no|on|off|true|false|<<|=)?$/i.test(value) ||
    /^[-+]?(0b[01_]+|0o[0-7_]+|0x[\da-f_]+|[\d][\d_]*(:[0-5]?\d)*)$/i.test(value) ||
    /^[-+]?(\.[\d_]*|\d[\d_]*(:[0-5]?\d)*\.[\d_]*|\d[\d_]*)(e[-+]?\d+)?$/i.test(value) ||
    /^([-+]?\.inf|\.nan)$/i.test(value) ||
    /^\d{4}-\d\d?-\d\d?(\s|t|$)/i.test(value)
  );
}

function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
