import {
  checkDigest,
  checkTag,
  type ImageReferenceError,
  isNameComponent,
  type SchemeReference,
} from "./image-grammar.ts";

/** An image in a store without a registry: `oci+s3://bucket/prefix/app:1.0`, `oci+file:///srv/images/app@sha256:…`. */
export interface StoreReference {
  /** The folder that holds the image with all its tags: `s3://bucket/prefix/app`. */
  readonly url: string;
  /** The last part of that: `app`. */
  readonly name: string;
  /** `latest` when neither tag nor digest was written. */
  readonly tag?: string;
  /** Of the image's manifest. */
  readonly digest?: string;
}

const example = "oci+s3://bucket/prefix/app:1.0";

/** Reads a reference whose scheme is `oci+s3` or `oci+file`. */
export function parseStoreReference({ scheme, rest }: SchemeReference): StoreReference | ImageReferenceError {
  const kind = /^oci\+(s3|file)$/.exec(scheme)?.[1];
  if (kind === undefined) {
    return {
      error: `cannot be fetched from ${scheme}://`,
      hint: "stores of images are reached with oci+s3:// and oci+file://",
    };
  }
  const [, place = "", name = "", tag, digest] =
    /^((?:[^/]*\/)+)([^/:@]+)(?::([^/@]*))?(?:@([^/]*))?$/.exec(rest) ?? [];
  if (name === "") return { error: "must name an image in the store", hint: `write it as in ${example}` };
  const mistake = placeMistake(kind, place) ?? checkName(name) ?? checkTag(tag) ?? checkSha256(digest);
  if (mistake !== undefined) return mistake;
  const completeTag = tag ?? (digest === undefined ? "latest" : undefined);
  return {
    url: `${kind}://${place}${name}`,
    name,
    ...(completeTag === undefined ? {} : { tag: completeTag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function placeMistake(kind: string, place: string): ImageReferenceError | undefined {
  if (kind === "file" && !place.startsWith("/")) {
    return {
      error: "must have an absolute path",
      hint: "write three slashes: oci+file:///srv/images/app:1.0",
    };
  }
  if (kind === "s3" && place.startsWith("/"))
    return { error: "must name a bucket", hint: `write it as in ${example}` };
  const parts = place.replace(/^\//, "").split("/").slice(0, -1);
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return { error: "must not have empty parts, . or .. in its path" };
  }
  if (/[?#]/.test(place)) return { error: "must not have ? or # in its path" };
  return undefined;
}

function checkName(name: string): ImageReferenceError | undefined {
  if (isNameComponent(name)) return undefined;
  return {
    error: "has an invalid name of the image",
    hint: "the part before the tag has lower-case letters, digits, ., _ and -, as the engine will know the image by it",
  };
}

function checkSha256(digest: string | undefined): ImageReferenceError | undefined {
  return digest === undefined || digest.startsWith("sha256:") ? checkDigest(digest) : checkDigest("");
}
