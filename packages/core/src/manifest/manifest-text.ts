/** A text and the name of where it is from: a file's path, an address, or `-` for standard input. */
export interface ManifestText {
  readonly file: string;
  readonly text: string;
}
