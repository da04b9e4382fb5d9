import {
  type SchemaOptions,
  type Static,
  type TProperties,
  type TSchema,
  type TUnsafe,
  Type,
} from "@sinclair/typebox";

/**
 * What our schemas say on top of JSON Schema. `patternErrorMessage` is also read by editors
 * (yaml-language-server); the others are ours alone and left out of the published schema.
 */
export interface FieldOptions extends SchemaOptions {
  /** The whole reason why a text does not fit, e.g. `must be an absolute path`. */
  readonly patternErrorMessage?: string;
  /** What to do about any value that does not fit. */
  readonly hint?: string;
  /** JSON types that are read as text, exactly as YAML wrote them. */
  readonly acceptsScalars?: readonly ("number" | "boolean" | "null")[];
  /** Of a list: the item that a text alone stands behind. With `CMD-SHELL`, `a b` is read as `["CMD-SHELL", "a b"]`. */
  readonly textFollows?: string;
  /** Key of a mapping that a number alone stands for: `5` is read as `{soft: 5}`. */
  readonly numberStandsFor?: string;
  /** A choice in any case is read as the choice. */
  readonly ignoreCase?: boolean;
  /** Choices that Kubernetes knows and this kind does not (yet). */
  readonly unsupportedChoices?: readonly string[];
  /** Keys that Kubernetes knows in this mapping and this kind does not (yet), with what to do instead if there is anything. */
  readonly unsupportedKeys?: UnsupportedKeys;
  /** Keys that Kubernetes knows in this mapping and that mean nothing here: left out, and told with the reason. */
  readonly ignoredKeys?: Readonly<Record<string, string>>;
  /** Keys that servers write into objects: left out without a word. */
  readonly droppedKeys?: readonly string[];
  /** What of Kubernetes' meaning is lost. */
  readonly partial?: string;
  /** Whether 0 says no more than nothing. */
  readonly zeroIsUnset?: boolean;
  /** Of a whole object: numbers and booleans are taken where text is wanted, with a notice, as `kubectl` refuses them. */
  readonly textOfScalars?: boolean;
  /** Whether a number is mostly written in octal. Editors read 0644 as 644, so they are not told the maximum. */
  readonly octal?: boolean;
  /** Keys that are written here by those who come from elsewhere, and what to do instead. */
  readonly foreignKeys?: Readonly<Record<string, string>>;
}

export type UnsupportedKeys = Readonly<Record<string, string | undefined>>;

/** Every schema as the code that reads schemas sees it. */
export type FieldSchema = TSchema & FieldOptions;

/** A mapping with fixed keys. The title tells levels apart: two levels with one title have the same keys. */
export function mapping<Properties extends TProperties>(
  title: string,
  description: string,
  properties: Properties,
  options: FieldOptions = {},
) {
  return Type.Object(properties, { title, description, additionalProperties: false, ...options });
}

/** A mapping with keys of the user's choice. */
export function textMap(description: string, options: FieldOptions = {}) {
  return Type.Object(
    {},
    { description, additionalProperties: Type.String(), ...options },
  ) as TSchema as TUnsafe<Record<string, string>>;
}

/** A mapping with keys of the user's choice, and any values. */
export function anyMap(description: string) {
  return Type.Object({}, { description, additionalProperties: true }) as TSchema as TUnsafe<
    Record<string, unknown>
  >;
}

export function list<Item extends TSchema>(description: string, item: Item, options: FieldOptions = {}) {
  return Type.Array(item, { description, ...options });
}

export function text(description: string, options: FieldOptions = {}) {
  return Type.String({ description, ...options });
}

export function flag(description: string, options: FieldOptions = {}) {
  return Type.Boolean({ description, ...options });
}

export function wholeNumber(
  description: string,
  minimum: number,
  maximum: number,
  options: FieldOptions = {},
) {
  return Type.Integer({ description, minimum, maximum, ...options });
}

/** One of some texts. */
export function choice<const Choices extends readonly string[]>(
  description: string,
  choices: Choices,
  options: FieldOptions = {},
) {
  const literals = choices.map((value) => Type.Literal(value));
  return Type.Union(literals, { description, ...options }) as TSchema as TUnsafe<Choices[number]>;
}

/** @param names with spaces between them */
export function unsupported(names: string, hint?: string): UnsupportedKeys {
  return Object.fromEntries(names.split(" ").map((name) => [name, hint]));
}

/** @param names with spaces between them */
export function ignored(names: string, reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(" ").map((name) => [name, reason]));
}

/** The same values, said in other words or with other rules for keys. */
export function reworded<Schema extends TSchema>(schema: Schema, options: FieldOptions): Schema {
  return { ...schema, ...options };
}

export function optional<Schema extends TSchema>(schema: Schema) {
  return Type.Optional(schema);
}

/** That text alone. */
export function word<Text extends string>(value: Text, options: FieldOptions = {}) {
  return Type.Literal(value, options);
}

export type { Static };

/** The texts that a choice allows; `undefined` for any other schema. */
export function choicesOf(schema: TSchema): readonly string[] | undefined {
  if (typeof schema.const === "string") return [schema.const];
  if (!Array.isArray(schema.anyOf)) return undefined;
  return schema.anyOf.map((literal: TSchema) => String(literal.const));
}

/** Own keys of a mapping's schema; empty for any other schema. */
export function propertiesOf(schema: TSchema): Readonly<Record<string, FieldSchema>> {
  return schema.type === "object" ? schema.properties : {};
}
