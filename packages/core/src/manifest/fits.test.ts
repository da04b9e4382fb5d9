import type { TSchema } from "@sinclair/typebox";
import { Check } from "@sinclair/typebox/value";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fits, understood } from "./fits.ts";
import { hashikeSchema } from "./kinds/hashike.ts";
import type { FieldSchema } from "./kinds/schema.ts";

/** What says nothing about which values fit. */
const remarks: ReadonlySet<string> = new Set([
  ...["title", "description", "default", "patternErrorMessage", "hint"],
  ...["acceptsScalars", "ignoreCase", "unsupportedChoices"],
]);

/** Values that fit a schema, and now and then some that do not. */
function valuesOf(schema: FieldSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: fitting(schema) }, { weight: 1, arbitrary: misfits });
}

const misfits = fc.constantFrom<unknown>(
  ...[null, undefined, true, 0, -1, 1.5, 2 ** 40, Number.NaN, "", "x".repeat(300), "Always", "always"],
  ...["/a", "a b", "1Gi", "v1", [], [null], {}, { a: 1 }, { name: "web" }],
);

function fitting(schema: FieldSchema): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.constantFrom(...schema.anyOf.map((one: TSchema) => one.const));
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch (schema.type) {
    case "object":
      return mappingOf(schema);
    case "array":
      return fc.array(valuesOf(schema.items), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case "integer":
      return fc.constantFrom(schema.minimum, schema.minimum + 1, schema.maximum, schema.maximum + 1);
    case "boolean":
      return fc.boolean();
    default:
      return fc.constantFrom("web", "/data", "a-1", "100m", "64Mi", "A_B", "IPv4", "http", "0440");
  }
}

function mappingOf({ properties, required = [], additionalProperties }: FieldSchema): fc.Arbitrary<unknown> {
  if (additionalProperties !== false)
    return fc.dictionary(fc.constantFrom("a", "b"), valuesOf(additionalProperties));
  const values = Object.entries<FieldSchema>(properties).map(([key, property]) =>
    fc
      .option(valuesOf(property), { nil: undefined, freq: required.includes(key) ? 100 : 1 })
      .map((value) => [key, value]),
  );
  const unknown = fc.oneof(
    { weight: 60, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("nmae", "toString", "x") },
  );
  return fc.tuple(fc.tuple(...values), fc.boolean(), unknown).map(([entries, keepsEmpty, key]) => ({
    ...Object.fromEntries(entries.filter(([, value]) => keepsEmpty || value !== undefined)),
    ...(key === null ? {} : { [key]: 1 }),
  }));
}

function everySchemaOf(schema: FieldSchema): readonly FieldSchema[] {
  const below = [
    ...Object.values<FieldSchema>(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...[schema.items, schema.additionalProperties].filter((s) => typeof s === "object"),
  ];
  return [schema, ...below.flatMap(everySchemaOf)];
}

describe("fits", () => {
  const all = everySchemaOf(hashikeSchema);

  it("says what TypeBox says, of whole manifests", () => {
    let fitted = 0;
    fc.assert(
      fc.property(valuesOf(hashikeSchema), (value) => {
        const isSound = Check(hashikeSchema, value);
        if (isSound) fitted += 1;
        expect(fits(hashikeSchema, value)).toBe(isSound);
      }),
      { numRuns: 300 },
    );
    expect(fitted).toBeGreaterThan(0);
  });

  it("says what TypeBox says of an entry without a value", () => {
    const { labels } = hashikeSchema.properties.metadata.properties;
    expect([fits(labels, { a: undefined }), Check(labels, { a: undefined })]).toEqual([false, false]);
  });

  it("says what TypeBox says, of every part of them", () => {
    const results = new Set<boolean>();
    for (const schema of all) {
      const values = fc.oneof(valuesOf(schema), misfits, fc.string({ maxLength: 8 }));
      for (const value of fc.sample(values, { numRuns: 40 })) {
        results.add(fits(schema, value));
        expect({ schema, value, fits: fits(schema, value) }).toEqual({
          schema,
          value,
          fits: Check(schema, value),
        });
      }
    }
    expect(results.size).toBe(2);
  });

  it("understands everything that the schemas say", () => {
    const said = new Set(all.flatMap((schema) => Object.keys(schema)));
    expect([...said].filter((keyword) => !understood.has(keyword) && !remarks.has(keyword))).toEqual([]);
  });
});
