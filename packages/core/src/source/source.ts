import type { ManifestText } from "../manifest/manifest-text.ts";

/**
 * Where manifests come from. The scheme of an address tells which source reads it; an address without one
 * is a file's path.
 */
export interface Source {
  /** The schemes it reads, in lower case and without `:`, e.g. `file`, `s3`. */
  readonly schemes: readonly string[];
  /**
   * Reads every manifest text at an address: one, or one for each file below a folder or prefix, in name order.
   * @throws HashikeError `SOURCE_NOT_FOUND` or `SOURCE_UNREADABLE`, naming the address
   */
  read(address: string, options?: SourceOptions): Promise<readonly ManifestText[]>;
}

export interface SourceOptions {
  readonly signal?: AbortSignal | undefined;
}
