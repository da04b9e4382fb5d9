import { describe, expect, it } from "vitest";
import { padEnd, textWidth, truncate } from "./text-width.ts";

describe("textWidth", () => {
  it.each([
    ["web", 3],
    ["艀", 2],
    ["ﾊｼｹ", 3],
    ["コンテナ", 8],
    ["한글", 4],
    ["🚀", 2],
    ["e\u0301", 1],
    ["\u001b[31mred\u001b[39m", 3],
    ["✓ …", 3],
  ])("%j takes %i columns", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe("truncate", () => {
  it("leaves what fits", () => {
    expect(truncate("nginx", 5)).toBe("nginx");
  });

  it("says that something is left out", () => {
    expect(truncate("nginx:alpine", 6)).toBe("nginx…");
  });

  it("never cuts a wide character in half", () => {
    expect(truncate("コンテナ", 6)).toBe("コン…");
    expect(truncate("コンテナ", 5)).toBe("コン…");
  });

  it("gives nothing where there is no room", () => {
    expect(truncate("web", 0)).toBe("");
  });
});

it("padEnd fills up by columns, not by characters", () => {
  expect(padEnd("艀", 4)).toBe("艀  ");
  expect(padEnd("too long", 3)).toBe("too long");
});
