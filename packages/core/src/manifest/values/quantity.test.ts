import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes, cpuMilli, parseQuantity, type Quantity } from "./quantity.ts";

function parsed(text: string | number): Quantity {
  const quantity = parseQuantity(text);
  if ("error" in quantity) throw new Error(`${text} ${quantity.error}`);
  return quantity;
}

describe("parseQuantity", () => {
  it.each<readonly [string | number, number]>([
    ["0", 0],
    ["128974848", 128974848],
    ["129e6", 129e6],
    ["129M", 129e6],
    ["128974848000m", 128974848],
    ["123Mi", 123 * 2 ** 20],
    ["1.5Gi", 1.5 * 2 ** 30],
    [".5k", 500],
    ["5.", 5],
    ["1E", 1e18],
    ["1E3", 1000],
    ["1e-1", 1],
    ["+2Ki", 2048],
    ["-0", 0],
    ["1Ei", 2 ** 60],
    ["0.1n", 1],
    [512, 512],
    [0.5, 1],
  ])("reads %j as %d bytes, rounded up", (text, expected) => {
    expect(bytes(parsed(text))).toBe(expected);
  });

  it.each<readonly [string | number, number]>([
    ["500m", 500],
    ["0.1", 100],
    [0.1, 100],
    ["1", 1000],
    ["100u", 1],
    ["1.0001", 1001],
  ])("reads %j as %d thousandths of a CPU, rounded up", (text, expected) => {
    expect(cpuMilli(parsed(text))).toBe(expected);
  });

  it.each([
    ["1K", "write k (powers of 1000) or Ki (powers of 1024)"],
    ["1MB", "write M (powers of 1000) or Mi (powers of 1024)"],
    ["1Gib", "write G (powers of 1000) or Gi (powers of 1024)"],
    ["1 g", "write G (powers of 1000) or Gi (powers of 1024)"],
    ["lots", "write a number and a unit, e.g. 500m, 2, 128Mi or 1G"],
    ["", "write a number and a unit, e.g. 500m, 2, 128Mi or 1G"],
    [".", "write a number and a unit, e.g. 500m, 2, 128Mi or 1G"],
  ])("refuses %j with a hint", (text, hint) => {
    expect(parseQuantity(text)).toEqual({ error: "is not a quantity", hint });
  });

  it("refuses what is negative or larger than any computer, at once", () => {
    expect(parseQuantity("-1")).toEqual({ error: "must not be negative" });
    for (const text of ["1e99999999", "9999999999E", "1e31"]) {
      expect(parseQuantity(text)).toEqual({ error: "is too large" });
    }
    expect(parseQuantity("1e-99999999")).toEqual({ nano: 1n });
    expect(parseQuantity("9".repeat(100_000))).toHaveProperty("error");
    expect(parseQuantity(Number.NaN)).toHaveProperty("error");
    expect(parseQuantity(Number.POSITIVE_INFINITY)).toHaveProperty("error");
  });

  it("reads every whole number exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (amount) => {
        expect(parseQuantity(String(amount))).toEqual({ nano: amount * 10n ** 9n });
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void parseQuantity(text)));
  });
});
