import type { SourcePosition } from "../errors.ts";
import type { HashikeManifest } from "../kinds/hashike/schema.ts";

/** One step of a path into a manifest: a key or a list index. */
export type PathSegment = string | number;

/** Where a manifest was read from, and a way back from its values to its text. */
export interface ManifestSource {
  readonly file: string;
  /** Number of the YAML document within the file, from 0. */
  readonly document: number;
  /**
   * Finds the text of a value.
   * @returns the start of the value at `path`; when that path is not in the text, of its nearest parent
   */
  locate(path: readonly PathSegment[]): SourcePosition;
}

/** One valid YAML document: its values, and where they came from. */
export interface Manifest<Value = HashikeManifest> {
  readonly value: Value;
  readonly source: ManifestSource;
}
