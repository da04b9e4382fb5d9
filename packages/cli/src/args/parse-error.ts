import type { Style } from "../render/layout/style.ts";
import { plainText } from "../render/plain-text.ts";

/** A mistake on the command line itself, found while parsing. Kept free of core, so that it is reported at once. */
export class ParseError extends Error {
  override readonly name = "ParseError";
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export function parseErrorText({ message, hint }: ParseError, style: Style): string {
  const code = style.dim("[USAGE]");
  return `${style.bad("error:")} ${plainText(message)} ${code}\n${style.accent("hint:")} ${plainText(hint)}\n`;
}

/** By its name: what commander found comes from another part of the bundle, which has a class of its own. */
export function isParseError(error: unknown): error is ParseError {
  return error instanceof Error && error.name === "ParseError";
}
