import {
  Kind,
  OptionalKind,
  type SchemaOptions,
  type TArray,
  type TBoolean,
  type TInteger,
  type TLiteral,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TString,
  type TUnion,
} from "@sinclair/typebox";

// The schemas that TypeBox's functions of the same names make. To load those takes a bundle as long as to read a
// manifest, as each brings what makes types of types.

export function objectSchema<Properties extends TProperties>(
  properties: Properties,
  options?: SchemaOptions,
): TObject<Properties> {
  const required = Object.keys(properties).filter((key) => !(OptionalKind in (properties[key] ?? {})));
  const fields = required.length > 0 ? { required, properties } : { properties };
  return make("Object", { type: "object", ...fields }, options) as TObject<Properties>;
}

export function arraySchema<Item extends TSchema>(items: Item, options?: SchemaOptions): TArray<Item> {
  return make("Array", { type: "array", items }, options) as TArray<Item>;
}

export function stringSchema(options?: SchemaOptions): TString {
  return make("String", { type: "string" }, options) as TString;
}

export function booleanSchema(options?: SchemaOptions): TBoolean {
  return make("Boolean", { type: "boolean" }, options) as TBoolean;
}

export function integerSchema(options?: SchemaOptions): TInteger {
  return make("Integer", { type: "integer" }, options) as TInteger;
}

export function literalSchema<Value extends string>(value: Value, options?: SchemaOptions): TLiteral<Value> {
  return make("Literal", { const: value, type: "string" }, options) as TLiteral<Value>;
}

/** @param anyOf at least two */
export function unionSchema<Types extends TSchema[]>(anyOf: Types, options?: SchemaOptions): TUnion<Types> {
  return make("Union", { anyOf }, options) as TUnion<Types>;
}

export function optionalSchema<Schema extends TSchema>(schema: Schema): TOptional<Schema> {
  return { ...schema, [OptionalKind]: "Optional" } as TOptional<Schema>;
}

function make(kind: string, fields: object, options: SchemaOptions = {}): TSchema {
  return { ...options, [Kind]: kind, ...fields } as unknown as TSchema;
}
