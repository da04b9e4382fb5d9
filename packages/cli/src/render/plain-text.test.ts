import { describe, expect, it } from "vitest";
import { plainLine, plainLogLine, plainText } from "./plain-text.ts";

describe("plainText", () => {
  it("takes escape sequences out whole", () => {
    expect(plainText("\u001b[31mred\u001b[0m \u001b]0;title\u0007x \u001b]8;;http://a\u001b\\link")).toBe(
      "red x link",
    );
  });

  it("takes out what would overwrite or reorder the line", () => {
    expect(plainText("a\rb\bc\u202ed\u2066e\u0000f\u009bg")).toBe("abcdefg");
  });

  it("keeps line ends and makes tabs spaces", () => {
    expect(plainText("a\r\nb\tc")).toBe("a\nb  c");
  });

  it("leaves other scripts and emoji alone", () => {
    expect(plainText("艀 👩‍🚀 é")).toBe("艀 👩‍🚀 é");
  });
});

describe("plainLine", () => {
  it("puts all on one line", () => {
    expect(plainLine("  pull failed:\n  denied\n")).toBe("pull failed: denied");
  });
});

describe("plainLogLine", () => {
  it("keeps colours where they can be shown, and ends them", () => {
    expect(plainLogLine("\u001b[32mok\u001b[2J\tdone", { colour: true })).toBe("\u001b[32mok\tdone\u001b[0m");
  });

  it("keeps nothing but text elsewhere", () => {
    expect(plainLogLine("\u001b[32mok\u001b[0m\tdone", { colour: false })).toBe("ok\tdone");
  });
});
