import {
  HashikeError,
  hasCredentials,
  parseImageReference,
  parseStoreReference,
  type StoreReference,
  withoutCredentials,
} from "@hashike/core";
import { localNameOf } from "../../images/local-name.ts";

/** @throws HashikeError `MANIFEST_INVALID` for what is no reference of an image in a store */
export function readReference(text: string): StoreReference {
  const parsed = parseImageReference(text);
  const reference = "rest" in parsed ? parseStoreReference(parsed) : parsed;
  if ("url" in reference) return reference;
  const { error, hint } =
    "error" in reference
      ? reference
      : { error: "is not an image in a store", hint: "write it as in oci+s3://bucket/prefix/app:1.0" };
  throw new HashikeError("MANIFEST_INVALID", error, { hint });
}

/**
 * Reads a store, or a part of one: `oci+s3://bucket/prefix`, `oci+file:///srv/images`.
 * @returns its URL: `s3://bucket/prefix`
 * @throws HashikeError `USAGE`
 */
export function readPlace(text: string): string {
  const [, url] = /^oci\+((?:s3:\/\/[^/?#]+|file:\/\/(?=\/))(?:\/[^?#]*)?)$/i.exec(text) ?? [];
  if (url !== undefined && !hasCredentials(text) && !/\/\/|\/\.\.?(\/|$)/.test(url.replace(/^\w+:\/\//, "")))
    return url.replace(/(?<!\/)\/+$/, "");
  throw new HashikeError("USAGE", `${withoutCredentials(text)}: is not a store of images`, {
    hint: "write it as in oci+s3://bucket/prefix or oci+file:///srv/images",
  });
}

/** The name that an image gets on the engine: `app:1.0`. */
export function localNameFor({ name, tag, digest = "" }: StoreReference): string {
  return tag === undefined ? localNameOf(name, digest) : `${name}:${tag}`;
}
