import type { YAMLError } from "yaml";
import { safeText } from "../safe-text.ts";
import type { TextProblem } from "./to-value.ts";

const longestMessage = 160;

/** A mistake of the YAML library's finding, with a next step where there is a likely one. */
export function explainSyntax(error: YAMLError): TextProblem {
  const message = safeText(error.message.replace(/\s+/g, " ").trim(), longestMessage);
  return {
    offset: error.pos[0],
    message: message.charAt(0).toLowerCase() + message.slice(1),
    hint: hintFor(error),
  };
}

function hintFor(error: YAMLError): string | undefined {
  if (error.code === "TAB_AS_INDENT" || /\btabs?\b/i.test(error.message)) {
    return "indent with spaces; YAML allows no tabs there";
  }
  switch (error.code) {
    case "BAD_SCALAR_START":
    case "BAD_DQ_ESCAPE":
      return "put the value in single quotes";
    case "BAD_INDENT":
      return "give keys of one mapping, and items of one list, the same indentation";
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return "check the indentation, and put values that hold `: ` in quotes";
    case "TAG_RESOLVE_FAILED":
      return "leave out the tag";
    default:
      return undefined;
  }
}

export function templateProblem(offset: number): TextProblem {
  return {
    offset,
    message: "this is a template, not a manifest: {{ … }} is not evaluated",
    hint: "render it first: helm template … | hashike apply -",
  };
}

/**
 * Whether mistakes come from unrendered `{{ … }}`: when one is on, or right after, a line with `{{`.
 * @param range the document's, as the library gives it
 * @returns the offset of the document's first `{{`
 */
export function findTemplate(
  text: string,
  mistakes: readonly YAMLError[],
  range: readonly [number, number, number],
): number | undefined {
  const suspect = mistakes.slice(0, 20).some(({ pos: [offset] }) => {
    const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
    const previousStart = text.lastIndexOf("\n", lineStart - 2) + 1;
    const lineEnd = text.indexOf("\n", offset);
    return text.slice(previousStart, lineEnd < 0 ? text.length : lineEnd).includes("{{");
  });
  if (!suspect) return undefined;
  const first = text.indexOf("{{", range[0]);
  return first < 0 ? text.indexOf("{{") : first;
}
