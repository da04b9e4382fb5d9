import { expect, it } from "vitest";
import { printable } from "./printable.ts";

it("makes one line of text from outside", () => {
  expect(printable("  cannot\tstart:\r\n  no such file \n")).toBe("cannot start: no such file");
});

it("removes what a terminal would obey", () => {
  expect(printable("\u001b[31mred\u001b[0m \u0007bell \u202eback \u009b2J")).toBe("red bell back 2J");
});

it("removes users and passwords from URLs, also when a control character is to hide them", () => {
  expect(printable("Get https://bob:s3cret@registry.example/v2/: EOF")).toBe(
    "Get https://registry.example/v2/: EOF",
  );
  expect(printable("https:/\u0000/bob:s3cret@registry.example")).toBe("https://registry.example");
});

it("cuts what is too long to be read", () => {
  expect(printable("x".repeat(5000))).toHaveLength(1003);
});

it("is fast with whatever it gets", () => {
  // Each would take many seconds with a pattern that starts over at every character.
  for (const text of ["x", "a://", "\u001b[", "https://x:"]) printable(text.repeat(300_000));
});
