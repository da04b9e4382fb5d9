import { expect, it } from "vitest";
import { showableLine } from "./showable-line.ts";

it("has no secret in it, also where one is the beginning of another", () => {
  const secrets = { a: "shop", b: "shop-9f3kd", c: "$&$&" };
  expect(showableLine("login as shop with shop-9f3kd or $&$&", secrets)).toBe("login as *** with *** or ***");
});

it("keeps what is equal to a very short secret", () => {
  expect(showableLine("took 42 ms", { a: "42", b: "" })).toBe("took 42 ms");
});

it("has neither control characters nor a password in an address", () => {
  expect(showableLine("\u001b[31mno\u0007 way to redis://me:hunter2@cache/1\u001b[0m", {})).toBe(
    "no way to redis://me:***@cache/1",
  );
});
