import type { Style } from "../render/layout/style.ts";

/** What a command has to say, as data and as text: it never prints this itself. */
export interface Outcome {
  /** One of `exitCode`; or what a command that was run in a container ended with. */
  readonly exitCode: number;
  /** For `-o json`. */
  readonly data?: unknown;
  /** For people, to standard output. */
  readonly text?: (style: Style) => string;
  /** What went wrong although there is a result, to standard error. */
  readonly trouble?: (style: Style) => string;
  /** `text`: people; `json`: indented; `json-line`: on one line, the last of several. Default `text`. */
  readonly format?: "text" | "json" | "json-line";
}
