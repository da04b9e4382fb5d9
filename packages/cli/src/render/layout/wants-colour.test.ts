import { describe, expect, it } from "vitest";
import { isTerminal, wantsColour } from "./wants-colour.ts";

const terminal = { isTTY: true };
const pipe = {};

describe("wantsColour", () => {
  it("follows the stream when nothing is said", () => {
    expect(wantsColour("auto", {}, terminal)).toBe(true);
    expect(wantsColour("auto", {}, pipe)).toBe(false);
    expect(wantsColour("auto", { TERM: "dumb" }, terminal)).toBe(false);
  });

  it("obeys NO_COLOR and FORCE_COLOR, unless they are empty", () => {
    expect(wantsColour("auto", { NO_COLOR: "1" }, terminal)).toBe(false);
    expect(wantsColour("auto", { NO_COLOR: "" }, terminal)).toBe(true);
    expect(wantsColour("auto", { FORCE_COLOR: "1" }, pipe)).toBe(true);
    expect(wantsColour("auto", { FORCE_COLOR: "0" }, terminal)).toBe(false);
    expect(wantsColour("auto", { NO_COLOR: "1", FORCE_COLOR: "1" }, terminal)).toBe(false);
  });

  it("lets the flag win", () => {
    expect(wantsColour("always", { NO_COLOR: "1" }, pipe)).toBe(true);
    expect(wantsColour("never", { FORCE_COLOR: "1" }, terminal)).toBe(false);
  });
});

it("draws over lines only on a terminal that can, colours or not", () => {
  expect(isTerminal({ NO_COLOR: "1" }, terminal)).toBe(true);
  expect(isTerminal({ FORCE_COLOR: "1" }, pipe)).toBe(false);
  expect(isTerminal({ TERM: "dumb" }, terminal)).toBe(false);
});
