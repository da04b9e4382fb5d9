/** A value of a simple document, with its place in the text. */
export interface SimpleNode {
  /** Offset of the first character; for a key without a value the end of the line. */
  readonly start: number;
  /** Offset after the last character of a scalar that is not in quotes; for all others the same as `start`. */
  readonly plainEnd: number;
  /** Whether anything is written: a key without a value has the value `null`. */
  readonly written: boolean;
  readonly value: unknown;
  readonly entries?: readonly SimpleEntry[];
  readonly items?: readonly SimpleNode[];
}

/** A key of a mapping and what it stands before. */
export interface SimpleEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly node: SimpleNode;
}
