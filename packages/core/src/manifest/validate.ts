import { Errors, ValueErrorType } from "@sinclair/typebox/errors";
import { explainUnknownKey } from "./explain-unknown-key.ts";
import { explainValue, missing } from "./explain-value.ts";
import { formatPath, type Path, parsePointer } from "./path.ts";
import type { Problem } from "./problem.ts";
import type { FieldSchema } from "./schema.ts";

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
  const problems = new Map<string, Problem>();
  const misfits: Path[] = [];
  for (const error of Errors(schema, value)) {
    // Of several mistakes in one place the first is the plainest; the others follow from it.
    if (problems.has(error.path)) continue;
    const path = parsePointer(error.path, value);
    const isUnknown = error.type === ValueErrorType.ObjectAdditionalProperties;
    problems.set(
      error.path,
      isUnknown
        ? explainUnknownKey(error.schema, path, schema)
        : explainValue(error, path, sourceText(path), schema),
    );
    if (typeErrors.has(error.type)) misfits.push(path);
    if (problems.size >= limit) break;
  }
  for (const path of misfits) takeOut(value, path);
  return withoutMeant([...problems.values()]);
}

const typeErrors: ReadonlySet<ValueErrorType> = new Set([
  ValueErrorType.Array,
  ValueErrorType.Boolean,
  ValueErrorType.Integer,
  ValueErrorType.Literal,
  ValueErrorType.Object,
  ValueErrorType.String,
  ValueErrorType.Union,
]);

/** A misspelt key is one mistake, not two: the key that was meant is then not missing. */
function withoutMeant(problems: readonly Problem[]): Problem[] {
  const meant = new Set<string>();
  for (const { path, suggests } of problems) {
    if (suggests !== undefined) meant.add(formatPath([...path.slice(0, -1), suggests]));
  }
  return problems.filter(({ path, message }) => message !== missing || !meant.has(formatPath(path)));
}

/** List items become `undefined`, so that the others keep their numbers. */
function takeOut(root: unknown, path: Path): void {
  let parent: unknown = root;
  for (const segment of path.slice(0, -1)) {
    if (typeof parent !== "object" || parent === null) return;
    parent = Reflect.get(parent, segment);
  }
  const last = path.at(-1);
  if (typeof parent !== "object" || parent === null || last === undefined) return;
  if (Array.isArray(parent)) parent[Number(last)] = undefined;
  else Reflect.deleteProperty(parent, last);
}
