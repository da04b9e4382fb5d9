/** A piece of a text with references to variables. */
export type TextPart =
  /** As it comes out: of `$$` one `$`. */
  | { readonly text: string }
  /** `reference` is what stands there for the variable `name`: `$(NAME)`. */
  | { readonly name: string; readonly reference: string };

/**
 * Takes a text apart in one pass from left to right. Anything with a `$` that is no `$(NAME)` stays as it is, but `$$`
 * gives `$`, so `$$(NAME)` gives `$(NAME)`.
 * Source: kubernetes/kubernetes third_party/forked/golang/expansion/expand.go.
 */
export function* textParts(text: string): Generator<TextPart> {
  const lastClose = text.lastIndexOf(")");
  let rest = 0;
  for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", rest)) {
    if (dollar > rest) yield { text: text.slice(rest, dollar) };
    const next = text[dollar + 1];
    if (next === "(" && lastClose > dollar) {
      rest = text.indexOf(")", dollar) + 1;
      const reference = text.slice(dollar, rest);
      yield { name: reference.slice(2, -1), reference };
    } else {
      yield { text: "$" };
      rest = dollar + (next === "$" ? 2 : 1);
    }
  }
  if (rest < text.length) yield { text: text.slice(rest) };
}

/**
 * Replaces `$(NAME)`; what was put in is not looked at again, and an unknown name stays as it is.
 * @param lookup gives a variable's value, or `undefined` when there is none of that name
 */
export function expandVariables(text: string, lookup: (name: string) => string | undefined): string {
  if (!text.includes("$")) return text;
  let result = "";
  for (const part of textParts(text)) {
    result += "text" in part ? part.text : (lookup(part.name) ?? part.reference);
  }
  return result;
}
