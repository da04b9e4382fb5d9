import { readManifests } from "@hashike/core";
import { choicesOf, type FieldSchema, type KindDefinition, propertiesOf } from "@hashike/core/kinds";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kubernetesKinds } from "../src/index.ts";
import api from "./api-fields.json" with { type: "json" };
import { kinds } from "./pod.ts";

// Objects at random from what the schemas support, beside the types of the API: what these accept is read, what they do not is refused
// where it stands.

const classes: Readonly<Record<string, Readonly<Record<string, string>>>> = api.classes;

/** A value of a type of the API, with the fields and choices that the schema supports. */
function arbitraryOf(schema: FieldSchema, type: string): fc.Arbitrary<unknown> {
  const choices = choicesOf(schema);
  if (choices !== undefined) return fc.constantFrom(...choices);
  const item = itemOf(type);
  if (item !== undefined) return fc.array(arbitraryOf(schema.items, item), { minLength: 1, maxLength: 2 });
  if (type === "boolean") return fc.boolean();
  if (type === "number") return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1 });
  if (type === "IntOrString") return fc.constantFrom(80, "http");
  return type === "string" ? fc.constantFrom("a", "8080", "true", "") : mappingOf(schema, type);
}

function itemOf(type: string): string | undefined {
  return /^Array<(.*)>$/.exec(type)?.[1];
}

function mappingOf(schema: FieldSchema, type: string): fc.Arbitrary<unknown> {
  const keys = Object.entries(propertiesOf(schema));
  if (keys.length === 0) return fc.constantFrom({}, { "example.org/a": "b" });
  const required: readonly string[] = schema.required ?? [];
  return fc.record(
    Object.fromEntries(
      keys.map(([key, one]) => {
        // Amounts by resource are a mapping of texts to the API.
        const value = arbitraryOf(one, classes[type]?.[key] ?? "string");
        const orNull = fc.option(value, { nil: null, freq: 9 });
        return [key, required.includes(key) ? value : fc.option(orNull, { nil: undefined, freq: 2 })];
      }),
    ),
  );
}

type Place = { readonly path: readonly (string | number)[]; readonly type: string };

/** Everything in a value whose type the API says, the value itself first. */
function* placesOf(value: unknown, { path, type }: Place): Generator<Place> {
  if (value === undefined || value === null) return;
  yield { path, type };
  const item = itemOf(type);
  if (item !== undefined) {
    for (const [index, one] of (value as readonly unknown[]).entries())
      yield* placesOf(one, { path: [...path, index], type: item });
  }
  for (const [key, fieldType] of Object.entries(classes[type] ?? {})) {
    if (path.length === 0 && (key === "apiVersion" || key === "kind")) continue;
    yield* placesOf(Reflect.get(Object(value), key), { path: [...path, key], type: fieldType });
  }
}

/** No type of the API has these at once: one is wrong for each. */
function wrongFor(type: string): readonly unknown[] {
  if (type.startsWith("Array<")) return [{}, "text", 1, true];
  if (type === "string" || type === "IntOrString") return [[], {}];
  if (type === "number") return [[], {}, "text", true, 1.5];
  if (type === "boolean") return [[], {}, "text", 1];
  return [[], "text", 1, true];
}

function replaced(root: unknown, path: Place["path"], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const copy = Array.isArray(root) ? [...root] : { ...(root as object) };
  Reflect.set(copy, first, replaced(Reflect.get(copy, first), rest, value));
  return copy;
}

function written(path: Place["path"]): string {
  return path
    .map((one) =>
      typeof one === "number"
        ? `[${one}]`
        : /^[A-Za-z_][\w-]*$/.test(one)
          ? `.${one}`
          : `[${JSON.stringify(one)}]`,
    )
    .join("")
    .replace(/^\./, "");
}

const errorsOf = (object: unknown) =>
  readManifests([{ file: "a.json", text: JSON.stringify(object) }], { kinds }).diagnostics.filter(
    ({ severity }) => severity === "error",
  );

const aboutTypes =
  /is not a known key|must be (a list|a mapping|a string|a whole number|true or false)(, got|$)/;

function objectOf({ kind, group, versions, schema }: KindDefinition): fc.Arbitrary<object> {
  const apiVersion = group === "" ? versions[0] : `${group}/${versions[0]}`;
  return mappingOf(schema, `V1${kind}`).map((value) => ({ ...(value as object), apiVersion, kind }));
}

const runs = { numRuns: 60 };

describe.each(kubernetesKinds.map((definition) => [definition.kind, definition] as const))(
  "a %s",
  (kind, definition) => {
    const root = (object: object) => [...placesOf(object, { path: [], type: `V1${kind}` })];

    it("of the API's types has no mistake of type, whatever else is wrong with it", () => {
      fc.assert(
        fc.property(objectOf(definition), (object) => {
          expect(errorsOf(object).filter(({ message }) => aboutTypes.test(message))).toEqual([]);
        }),
        runs,
      );
    });

    it("is refused wherever a value is of another type than the API's", () => {
      fc.assert(
        fc.property(objectOf(definition), fc.nat(), (object, seed) => {
          const places = root(object).slice(1);
          const leaves = places.filter(
            ({ type }) => itemOf(type) === undefined && classes[type] === undefined,
          );
          // All that hold nothing else, or anything by itself.
          for (const wrong of [
            leaves.slice(seed % leaves.length).slice(0, 40),
            places.filter((_, index) => index === seed % places.length),
          ]) {
            const changed = wrong.reduce<unknown>((whole, { path, type }, index) => {
              const values = wrongFor(type);
              return replaced(whole, path, values[(seed + index) % values.length]);
            }, object);
            const found = errorsOf(changed).map(({ path }) => path);
            expect(found).toEqual(expect.arrayContaining(wrong.map(({ path }) => written(path))));
          }
        }),
        runs,
      );
    });

    it("is refused where it has a field that the API does not", () => {
      fc.assert(
        fc.property(objectOf(definition), fc.nat(), (object, which) => {
          const places = root(object).filter(({ type }) => classes[type] !== undefined);
          const { path = [] } = places[which % places.length] ?? {};
          const changed = replaced(object, [...path, "fieldOfNobody"], "a");
          expect(errorsOf(changed).map((one) => one.path)).toContain(written([...path, "fieldOfNobody"]));
        }),
        runs,
      );
    });
  },
);
