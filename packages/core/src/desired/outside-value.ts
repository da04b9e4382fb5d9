import type { SourcePosition } from "../errors.ts";

/** Where a value is that does not stand in the manifest in clear. */
export type ValueSource =
  /** A file of the machine that reads the manifests. A relative path is taken from where the manifest is. */
  | { readonly kind: "file"; readonly path: string }
  /** A variable of the environment of the process that reads the manifests. */
  | { readonly kind: "environment"; readonly name: string }
  /** A text encrypted by age, in its armor. */
  | { readonly kind: "age"; readonly text: string };

/** A value that a manifest asks for. */
export interface ValueRequest {
  readonly source: ValueSource;
  readonly at: SourcePosition;
}

/** What was found. Messages never hold the value. */
export type OutsideValue =
  | { readonly kind: "found"; readonly text: string }
  /** It is not there: no mistake where it is optional. */
  | { readonly kind: "absent"; readonly message: string; readonly hint?: string | undefined }
  | { readonly kind: "unreadable"; readonly message: string; readonly hint?: string | undefined };

/** Answers what manifests ask for. Asked the same again, it answers the same. */
export type FindOutsideValue = (request: ValueRequest) => OutsideValue;
