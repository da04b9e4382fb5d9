import { findProblems } from "./find-problems.ts";
import { fits } from "./fits.ts";
import type { FieldSchema } from "./kinds/schema.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problem.ts";

/**
 * Compares a value with its schema.
 * @returns every mistake once, at most `limit` of them. Values of a wrong type are taken out of
 *   `value` itself, so that what is left can be checked further; unknown keys stay.
 */
export function validate(
  schema: FieldSchema,
  value: unknown,
  sourceText: (path: Path) => string | undefined,
  limit: number,
): Problem[] {
  return fits(schema, value) ? [] : findProblems(schema, value, sourceText, limit);
}
