/** An image from elsewhere, e.g. an archive in an object storage. */
export interface SchemeReference {
  /** What stands before `://`, in lower case, e.g. `docker-archive+s3`. Never `registry`. */
  readonly scheme: string;
  /** What stands after `://`. */
  readonly rest: string;
}

/** Why a text names no image, as a value. */
export interface ImageReferenceError {
  readonly error: string;
  readonly hint?: string;
}

const componentGrammar = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/;
const tagGrammar = /^\w[\w.-]{0,127}$/;
const digestGrammar = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** One part of a repository's name, between slashes. Source: distribution/reference. */
export function isNameComponent(text: string): boolean {
  return componentGrammar.test(text);
}

export function checkTag(tag: string | undefined): ImageReferenceError | undefined {
  if (tag === undefined || tagGrammar.test(tag)) return undefined;
  return {
    error: "has an invalid tag",
    hint: "a tag has letters, digits, _, . and -, at most 128, and does not start with . or -",
  };
}

export function checkDigest(digest: string | undefined): ImageReferenceError | undefined {
  if (digest === undefined || isDigest(digest)) return undefined;
  return {
    error: "has an invalid digest",
    hint: "a digest is sha256: and 64 lower-case hexadecimal digits",
  };
}

function isDigest(digest: string): boolean {
  if (!digestGrammar.test(digest)) return false;
  return !digest.startsWith("sha256:") || /^sha256:[0-9a-f]{64}$/.test(digest);
}
