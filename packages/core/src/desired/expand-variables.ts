/**
 * Replaces `$(NAME)` in one pass from left to right; what was put in is not looked at again.
 * An unknown name and anything else with a `$` stays as it is; `$$` gives `$`, so `$$(NAME)` gives `$(NAME)`.
 * Source: kubernetes/kubernetes third_party/forked/golang/expansion/expand.go.
 * @param lookup gives a variable's value, or `undefined` when there is none of that name
 */
export function expandVariables(text: string, lookup: (name: string) => string | undefined): string {
  let result = "";
  let rest = 0;
  for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", rest)) {
    result += text.slice(rest, dollar);
    const { replacement, end } = expandAt(text, dollar, lookup);
    result += replacement;
    rest = end;
  }
  return result + text.slice(rest);
}

function expandAt(
  text: string,
  dollar: number,
  lookup: (name: string) => string | undefined,
): { readonly replacement: string; readonly end: number } {
  const next = text[dollar + 1];
  if (next === "$") return { replacement: "$", end: dollar + 2 };
  const close = next === "(" ? text.indexOf(")", dollar + 2) : -1;
  // Unterminated: no later `$(` can have an end either, but a `$$` may still follow.
  if (close < 0) return { replacement: "$", end: dollar + 1 };
  const reference = text.slice(dollar, close + 1);
  return { replacement: lookup(reference.slice(2, -1)) ?? reference, end: close + 1 };
}
