import { createContext, runInContext } from "node:vm";
import { analyse } from "scslre";
import { describe, expect, it } from "vitest";
import { collectExpressions, type Expression } from "./collect-expressions.ts";
import { worstInputs } from "./worst-inputs.ts";

/**
 * Expressions that are put together while the command runs, as they then are. A file that is not named here fails
 * the test.
 */
const built: Readonly<Record<string, readonly RegExp[]>> = {
  // The patterns of schemas, which are collected themselves.
  "packages/core/src/watch/doings.ts": [/(?:\.hashike-new|\.hashike-old)$/],
  // Of a value with at most three characters.
  "packages/docker-driver/src/execute/failures/hide-values.ts": [/(?<![\p{L}\p{N}])abc(?![\p{L}\p{N}])/gu],
};

const { expressions, builders } = collectExpressions();
const all: readonly Expression[] = [
  ...expressions,
  ...Object.entries(built).flatMap(([place, list]) =>
    list.map(({ source, flags }) => ({ place, source, flags })),
  ),
];
const shown = all.map(
  (expression) => [`${expression.place} /${expression.source}/${expression.flags}`, expression] as const,
);

/** Far more than a megabyte takes on a slow machine, far less than one takes whose work grows faster than the text. */
const endlessMs = 10_000;

describe("no regular expression's work grows faster than the text", () => {
  it("all of them are known", () => {
    expect(expressions.length).toBeGreaterThan(200);
    expect(builders).toEqual(Object.keys(built));
  });

  it.each(shown)("by its form: %s", (_, { source, flags }) => {
    const { reports } = analyse({ source, flags }, { reportTypes: { Move: true, Self: true, Trade: true } });
    expect(reports.map(({ type, character }) => `${type} by ${JSON.stringify(character.pick)}`)).toEqual([]);
  });

  it.each(shown)("with 1 MB of its worst: %s", (_, { source, flags }) => {
    const context = createContext({ text: "", source, flags });
    runInContext("const expression = new RegExp(source, flags)", context);
    for (const text of worstInputs({ place: "", source, flags })) {
      context.text = text;
      const search = flags.includes("g") ? "text.replace(expression, '')" : "expression.test(text)";
      const run = () => runInContext(`${search}; true`, context, { timeout: endlessMs });
      expect(run, `begins with ${JSON.stringify(text.slice(0, 40))}`).not.toThrow();
    }
  });
});
