import { type Diagnostic, HashikeError } from "../errors.ts";
import { compare } from "./sorted.ts";

/** The refusal of a plan, with every reason. */
export function blocked(problems: readonly Diagnostic[]): HashikeError {
  const diagnostics = [...problems].sort((a, b) => compare(describe(a), describe(b)));
  const [first] = diagnostics;
  const message =
    diagnostics.length === 1 && first !== undefined
      ? describe(first)
      : `${diagnostics.length} things stand in the way; nothing was changed`;
  return new HashikeError("PLAN_BLOCKED", message, {
    diagnostics,
    hint: diagnostics.length === 1 ? first?.hint : undefined,
    at: first?.at,
  });
}

function describe(diagnostic: Diagnostic): string {
  return diagnostic.path === undefined ? diagnostic.message : `${diagnostic.path}: ${diagnostic.message}`;
}
