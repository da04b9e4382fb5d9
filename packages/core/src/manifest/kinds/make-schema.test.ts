import { Type } from "@sinclair/typebox";
import { describe, expect, it } from "vitest";
import {
  arraySchema,
  booleanSchema,
  integerSchema,
  literalSchema,
  objectSchema,
  optionalSchema,
  stringSchema,
  unionSchema,
} from "./make-schema.ts";

const options = { description: "what it is", default: 1 };
const ours = { a: stringSchema(), b: optionalSchema(booleanSchema()) };
const theirs = { a: Type.String(), b: Type.Optional(Type.Boolean()) };

describe("a schema", () => {
  it.each([
    ["a text", stringSchema(options), Type.String(options)],
    ["yes or no", booleanSchema(options), Type.Boolean(options)],
    ["a number", integerSchema({ minimum: 1, ...options }), Type.Integer({ minimum: 1, ...options })],
    ["a word", literalSchema("v1", options), Type.Literal("v1", options)],
    ["a list", arraySchema(stringSchema(), options), Type.Array(Type.String(), options)],
    ["a mapping", objectSchema(ours, options), Type.Object(theirs, options)],
    ["a mapping of what may be left out", objectSchema({ b: ours.b }), Type.Object({ b: theirs.b })],
    ["an empty mapping", objectSchema({}, options), Type.Object({}, options)],
    ["what may be left out", optionalSchema(stringSchema(options)), Type.Optional(Type.String(options))],
    [
      "a choice",
      unionSchema([literalSchema("a"), literalSchema("b")], options),
      Type.Union([Type.Literal("a"), Type.Literal("b")], options),
    ],
  ])("of %s is as TypeBox makes it", (_, own, other) => {
    expect(own).toEqual(other);
    expect(Reflect.ownKeys(own)).toEqual(Reflect.ownKeys(other));
  });
});
