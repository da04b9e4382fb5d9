import { canonicalJson } from "../../desired/canonical-json.ts";
import type { FieldChange, Json } from "../steps/cause.ts";
import type { ContainerRecord } from "./record.ts";

/**
 * Names every field that differs. Objects are gone into, lists are compared whole, secrets are never quoted.
 * @returns sorted by path; empty when nothing differs
 */
export function diffRecords(from: ContainerRecord, to: ContainerRecord): readonly FieldChange[] {
  return diffJson(from, to);
}

/** The same for any objects; what is to be taken for a secret is `{ secret: "…" }`. */
export function diffJson(from: JsonObject, to: JsonObject): readonly FieldChange[] {
  return diffObjects("", from, to);
}

type JsonObject = { readonly [key: string]: Json };

function diffObjects(prefix: string, from: JsonObject, to: JsonObject): readonly FieldChange[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys.flatMap((key) => diffValues(`${prefix}${key}`, own(from, key), own(to, key)));
}

function diffValues(path: string, from: Json | undefined, to: Json | undefined): readonly FieldChange[] {
  if (isSecret(from) || isSecret(to)) {
    return canonicalJson(from) === canonicalJson(to) ? [] : [{ path, sensitive: true }];
  }
  if (isObject(from) && isObject(to)) return diffObjects(`${path}.`, from, to);
  // A whole block that comes or goes is shown entry by entry, as when only one entry of it does.
  if (isObject(from) && to === undefined) return diffObjects(`${path}.`, from, {});
  if (from === undefined && isObject(to)) return diffObjects(`${path}.`, {}, to);
  if (canonicalJson(from) === canonicalJson(to)) return [];
  return [{ path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).length === 1 && typeof own(value, "secret") === "string";
}

/** An environment variable may be called `constructor`: only own keys count. */
function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
