/** Bounds on the work that one text can ask for, so that no text keeps a reader busy for long. */
export interface YamlLimits {
  /** UTF-16 code units of a text. */
  readonly length: number;
  /** Words and signs of a text, as the YAML lexer counts them. */
  readonly lexemes: number;
  /** Levels of nesting, aliases written out. */
  readonly depth: number;
  /** Documents in a text. */
  readonly documents: number;
  /** Values of a document, with aliases written out. */
  readonly values: number;
  /** Mistakes reported for a document. */
  readonly problems: number;
}

/** Enough for 10,000 containers in a text. */
export const defaultLimits: YamlLimits = {
  length: 4 * 1024 * 1024,
  lexemes: 1_500_000,
  depth: 100,
  documents: 20_000,
  values: 750_000,
  problems: 1_000,
};

/** What to do about a text that exceeds them. */
export const splitHint = "split it into several files";
