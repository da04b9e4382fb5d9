import type { SourcePosition } from "../errors.ts";
import type { Claim } from "./claim.ts";
import type { Path } from "./path.ts";

/** Where a manifest was read from, and a way back from its values to its text. */
export interface ManifestSource {
  readonly file: string;
  /** Number of the YAML document within the file, from 0. */
  readonly document: number;
  /**
   * Finds the text of a value.
   * @returns the start of the value at `path`; when that path is not in the text, of its nearest parent
   */
  locate(path: Path): SourcePosition;
}

/** What an object of any kind has. */
export interface ObjectManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** One valid YAML document: its values, and where they came from. */
export interface Manifest<Value = ObjectManifest> {
  readonly value: Value;
  readonly source: ManifestSource;
  readonly claims: readonly Claim[];
}
