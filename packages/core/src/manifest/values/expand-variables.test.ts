import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandVariables } from "./expand-variables.ts";

const variables: Readonly<Record<string, string>> = { A: "x", B: "$(A)", EMPTY: "" };
const expand = (text: string) => expandVariables(text, (name) => variables[name]);

describe("expandVariables", () => {
  it.each([
    ["$(A)", "x"],
    ["a-$(A)-b", "a-x-b"],
    ["$(A)$(A)", "xx"],
    ["$(EMPTY)", ""],
    ["$(B)", "$(A)"],
    ["$(C)", "$(C)"],
    ["$$", "$"],
    ["$$(A)", "$(A)"],
    ["$$$(A)", "$x"],
    ["$$$$$$$(A)", "$$$x"],
    ["$x $" + "{X} $", "$x $" + "{X} $"],
    ["$(A", "$(A"],
    ["$(A $$", "$(A $"],
    ["$(A$(A)", "$(A$(A)"],
    ["$()", "$()"],
    ["$(A))", "x)"],
    ["", ""],
  ])("turns %j into %j", (text, expected) => {
    expect(expand(text)).toBe(expected);
  });

  it("leaves text without a $ alone, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("$", "(", ")", "A", "x") }), (text) => {
        const result = expand(text);
        if (!text.includes("$")) expect(result).toBe(text);
      }),
    );
  });

  it("takes time in proportion to the text", { timeout: 2000 }, () => {
    const text = "$(".repeat(500_000);
    expect(expandVariables(text, () => "")).toBe(text);
  });
});
