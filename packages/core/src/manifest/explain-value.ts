import { type ValueError, ValueErrorType } from "@sinclair/typebox/errors";
import { didYouMean } from "./did-you-mean.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problem.ts";
import { alternatives, quote } from "./safe-text.ts";
import { choicesOf, type FieldSchema } from "./schema.ts";
import { shellVariableHint } from "./values/shell-variable.ts";

/** The reason for a key that must be there and is not. */
export const missing = "is missing";

/**
 * Why a value does not fit its schema, in plain words.
 * @param root the schema of the whole object
 */
export function explainValue(
  error: ValueError,
  path: Path,
  source: string | undefined,
  root: FieldSchema,
): Problem {
  const schema: FieldSchema = error.schema;
  const { value } = error;
  if (value === undefined) return { path, message: missing };
  if (!hasRightType(schema, value)) {
    const message = `must be ${wantedType(schema)}, got ${describe(value, schema)}`;
    return { path, message, hint: typeHint(schema, value, source) };
  }
  const choices = choicesOf(schema);
  if (choices !== undefined) return explainChoice({ schema, choices, root }, String(value), path);
  const hint = (typeof value === "string" ? shellVariableHint(value) : undefined) ?? schema.hint;
  return { path, message: explainConstraint(error, schema, value), hint };
}

/** A wrong choice of the right type; everything else has its own words in the schema. */
function explainChoice(
  wanted: { readonly schema: FieldSchema; readonly choices: readonly string[]; readonly root: FieldSchema },
  value: string,
  path: Path,
): Problem {
  const { schema, choices, root } = wanted;
  if (schema.unsupportedChoices?.includes(value) === true) {
    const message = `${quote(value)} is known in Kubernetes, but not supported in kind ${root.title} yet`;
    return { path, message, hint: `use ${alternatives(choices)}` };
  }
  const shown = choices.map((choice) => (choice === "" ? '""' : choice));
  const similar = didYouMean(value, choices);
  return {
    path,
    message: `must be ${alternatives(shown)}, got ${quote(value)}`,
    hint: similar === undefined || choices.length < 2 ? undefined : `did you mean ${similar}?`,
  };
}

function explainConstraint(error: ValueError, schema: FieldSchema, value: unknown): string {
  switch (error.type) {
    case ValueErrorType.StringPattern:
      return `${schema.patternErrorMessage ?? `must match ${schema.pattern}`}, got ${quote(String(value))}`;
    case ValueErrorType.StringMinLength:
      return "must not be empty";
    case ValueErrorType.StringMaxLength:
      return `must have at most ${schema.maxLength} characters, got ${String(value).length}`;
    case ValueErrorType.ArrayMinItems:
      return "must have at least one item";
    case ValueErrorType.IntegerMinimum:
    case ValueErrorType.IntegerMaximum:
      return `must be between ${schema.minimum} and ${schema.maximum}, got ${String(value)}`;
    default:
      return `is not valid: ${error.message}`;
  }
}

function hasRightType(schema: FieldSchema, value: unknown): boolean {
  if (choicesOf(schema) !== undefined) return typeof value === "string";
  switch (schema.type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === schema.type;
  }
}

function wantedType(schema: FieldSchema): string {
  const choices = choicesOf(schema);
  if (choices !== undefined) return alternatives(choices.map((choice) => (choice === "" ? '""' : choice)));
  switch (schema.type) {
    case "integer":
      return "a whole number";
    case "array":
      return "a list";
    case "object":
      return "a mapping";
    case "boolean":
      return "true or false";
    default:
      return "a string";
  }
}

function describe(value: unknown, schema: FieldSchema): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value !== "string") return `the ${typeof value} ${String(value)}`;
  // A text in place of a mapping or list may hold anything, also a password.
  return schema.type === "object" || schema.type === "array" ? "a string" : quote(value);
}

function typeHint(schema: FieldSchema, value: unknown, source: string | undefined): string | undefined {
  const variable = typeof value === "string" ? shellVariableHint(value) : undefined;
  if (variable !== undefined) return variable;
  if (schema.type === "array")
    return schema.hint ?? "write it as a list: each item on its own line after `- `";
  if (schema.type === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return `put it in quotes: ${quote(source ?? String(value))}`;
  }
  if (typeof value !== "string") return schema.hint;
  if (schema.type === "boolean") {
    return /^(true|false)$/i.test(value) ? "leave out the quotes" : "write true or false";
  }
  if (schema.type === "integer" && /^\d+$/.test(value)) return "leave out the quotes";
  if (schema.type === "integer" && /^\d+-\d+$/.test(value)) {
    return "write one number: there are no ranges, and each number needs an entry of its own";
  }
  return schema.hint;
}
