import { didYouMean } from "./did-you-mean.ts";
import { formatPath, type Path } from "./path.ts";
import type { Problem } from "./problem.ts";
import { alternatives } from "./safe-text.ts";
import { type FieldSchema, propertiesOf } from "./schema.ts";
import { type ManifestField, schemaFields } from "./schema-fields.ts";

const mostPlaces = 2;

/**
 * Why a key is not known in its mapping: Kubernetes knows it and the kind does not, it belongs elsewhere, or it is
 * misspelt.
 * @param level the mapping's schema
 * @param path ends with the key
 * @param root the schema of the whole object
 */
export function explainUnknownKey(level: FieldSchema, path: Path, root: FieldSchema): Problem {
  const key = String(path.at(-1));
  const notSupported = `is known in Kubernetes, but not supported in kind ${root.title} yet`;
  const { unsupportedKeys = {}, foreignKeys = {} } = level;
  if (Object.hasOwn(unsupportedKeys, key))
    return { path, on: "key", message: notSupported, hint: unsupportedKeys[key] };
  if (Object.hasOwn(foreignKeys, key))
    return { path, on: "key", message: "is not a known key", hint: foreignKeys[key] };
  const known = knownKeysOf(root);
  const places = placesOf(known.places.get(key) ?? [], path);
  // One that is misspelt or misplaced here is more likely than one from another level of Kubernetes.
  if (places.length === 0 && known.unsupported.has(key)) return { path, on: "key", message: notSupported };
  return { path, on: "key", message: "is not a known key", ...adviceFor(level, path, key, places) };
}

function adviceFor(
  level: FieldSchema,
  path: Path,
  key: string,
  places: readonly string[],
): Pick<Problem, "hint" | "suggests"> {
  const known = Object.keys(propertiesOf(level));
  const sameWord = known.find((candidate) => wordOf(candidate) === wordOf(key));
  const meant = sameWord ?? (places.length > 0 ? undefined : didYouMean(key, known));
  if (meant !== undefined) return { hint: `did you mean ${meant}?`, suggests: meant };
  if (places.length > 0) return { hint: `move it to ${alternatives(places)}` };
  if (known.length === 0) return { hint: `write ${String(path.at(-2))}: {}` };
  return { hint: `known here: ${known.join(", ")}` };
}

/** A key whatever its letter case and number: `port` and `Ports` are one word. */
function wordOf(key: string): string {
  return key.toLowerCase().replace(/s$/, "");
}

/**
 * Where a key belongs: below the present place, or else in what that is a part of. Never anywhere else: a key of another
 * object that is called the same means something else.
 */
function placesOf(places: readonly string[], path: Path): readonly string[] {
  const here = formatPath(path.slice(0, -1)).replace(/\[\d+\]/g, "[]");
  const below = places.filter((place) => place.startsWith(here));
  if (below.length > 0) return below.slice(0, mostPlaces);
  return places.filter((place) => here.startsWith(`${place.slice(0, place.lastIndexOf("."))}.`));
}

interface KnownKeys {
  /** Where each key belongs. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** What Kubernetes knows anywhere, and the kind does not. */
  readonly unsupported: ReadonlySet<string>;
}

/** Schemas do not change, and one mistake is seldom alone. */
const keysByRoot = new WeakMap<FieldSchema, KnownKeys>();

function knownKeysOf(root: FieldSchema): KnownKeys {
  const known = keysByRoot.get(root) ?? {
    places: groupByKey(schemaFields(root)),
    unsupported: new Set(unsupportedBelow(root)),
  };
  keysByRoot.set(root, known);
  return known;
}

function groupByKey(fields: readonly ManifestField[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { path } of fields) {
    const key = path.slice(path.lastIndexOf(".") + 1);
    const known = places.get(key);
    if (known === undefined) places.set(key, [path]);
    else known.push(path);
  }
  return places;
}

function* unsupportedBelow(schema: FieldSchema): Generator<string> {
  yield* Object.keys(schema.unsupportedKeys ?? {});
  for (const property of Object.values(propertiesOf(schema))) yield* unsupportedBelow(property);
  if (schema.type === "array") yield* unsupportedBelow(schema.items);
}
