import { expect, it } from "vitest";
import { en } from "../i18n/en.ts";
import { exitCode, exitCodeOf } from "./exit-codes.ts";

it.each([
  ["MANIFEST_INVALID", 3],
  ["MANIFEST_EMPTY", 3],
  ["PLAN_FORMAT", 3],
  ["PLAN_BLOCKED", 4],
  ["PLAN_STALE", 4],
  ["PLAN_SECRET_MISSING", 4],
  ["USAGE", 64],
  ["MODULE_INVALID", 64],
  ["APPLY_ABORTED", 130],
  ["DRIVER_ENGINE_UNREACHABLE", 1],
  ["SOURCE_NOT_FOUND", 1],
  ["INTERNAL", 1],
] as const)("%s ends with %i", (code, expected) => {
  expect(exitCodeOf(code)).toBe(expected);
});

it("all are explained in the help", () => {
  const explained = en.exitCodes.flatMap(([code, text]) => [code, ...(text.match(/\d{3}/g) ?? [])]);
  expect(explained.map(Number).sort()).toEqual(Object.values(exitCode).map(Number).sort());
});
