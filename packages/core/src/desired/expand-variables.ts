/**
 * Replaces `$(NAME)` in one pass from left to right; what was put in is not looked at again.
 * An unknown name and anything else with a `$` stays as it is; `$$` gives `$`, so `$$(NAME)` gives `$(NAME)`.
 * Source: kubernetes/kubernetes third_party/forked/golang/expansion/expand.go.
 * @param lookup gives a variable's value, or `undefined` when there is none of that name
 */
export function expandVariables(text: string, lookup: (name: string) => string | undefined): string {
  const lastClose = text.lastIndexOf(")");
  let result = "";
  let rest = 0;
  for (let dollar = text.indexOf("$"); dollar >= 0; dollar = text.indexOf("$", rest)) {
    result += text.slice(rest, dollar);
    const next = text[dollar + 1];
    if (next === "(" && lastClose > dollar) {
      rest = text.indexOf(")", dollar) + 1;
      const reference = text.slice(dollar, rest);
      result += lookup(reference.slice(2, -1)) ?? reference;
    } else {
      result += "$";
      rest = dollar + (next === "$" ? 2 : 1);
    }
  }
  return result + text.slice(rest);
}
