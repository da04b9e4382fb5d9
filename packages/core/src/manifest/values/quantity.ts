/**
 * An amount as Kubernetes writes it (`500m`, `128Mi`, `1e3`), exact to the billionth.
 * Source: kubernetes/apimachinery pkg/api/resource/quantity.go.
 */
export interface Quantity {
  /** The amount times 10^9; never negative. Smaller fractions are rounded up. */
  readonly nano: bigint;
}

/** Why a text is no quantity, as a value. */
export interface QuantityError {
  readonly error: string;
  readonly hint?: string;
}

const nanoDigits = 9;
const largest = (2n ** 63n - 1n) * 10n ** 9n;
// Longer texts and exponents hold no amount that a computer has, only work for BigInt.
const longestText = 64;
const largestExponent = 30;

const grammar = /^([+-]?)(\d*)(?:\.(\d*))?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;
const decimalPower: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryPower: Readonly<Record<string, bigint>> = {
  Ki: 10n,
  Mi: 20n,
  Gi: 30n,
  Ti: 40n,
  Pi: 50n,
  Ei: 60n,
};

/** Reads a quantity. Decimal arithmetic throughout: no amount passes through a floating-point number. */
export function parseQuantity(input: string | number): Quantity | QuantityError {
  const text = String(input);
  const match = text.length > longestText ? null : grammar.exec(text);
  if (match === null) return { error: "is not a quantity", hint: hintForSuffix(text) };
  const [, sign, whole = "", fraction = "", suffix = ""] = match;
  if (whole === "" && fraction === "") return { error: "is not a quantity", hint: hintForSuffix(text) };

  const power = decimalPower[suffix] ?? exponentOf(suffix);
  if (power > largestExponent) return { error: "is too large" };
  const binary = 2n ** (binaryPower[suffix] ?? 0n);
  const shift = nanoDigits + power - fraction.length;
  const digits = BigInt(whole + fraction) * binary;
  const nano = shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
  if (sign === "-" && nano > 0n) return { error: "must not be negative" };
  return nano > largest ? { error: "is too large" } : { nano };
}

/** Thousandths of a CPU, rounded up. */
export function cpuMilli(quantity: Quantity): number {
  return Number(divideUp(quantity.nano, 10n ** 6n));
}

/** Bytes, rounded up. */
export function bytes(quantity: Quantity): number {
  return Number(divideUp(quantity.nano, 10n ** 9n));
}

function exponentOf(suffix: string): number {
  if (!/^[eE][+-]?\d/.test(suffix)) return 0;
  return Math.max(Number(suffix.slice(1)), -100);
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

function hintForSuffix(text: string): string {
  const prefix = /^[+-]?[\d.]+\s*([kmgtpe])i?b?$/i.exec(text)?.[1];
  if (prefix === undefined) return "write a number and a unit, e.g. 500m, 2, 128Mi or 1G";
  const decimal = prefix.toLowerCase() === "k" ? "k" : prefix.toUpperCase();
  const binary = `${prefix.toUpperCase()}i`;
  return `write ${decimal} (powers of 1000) or ${binary} (powers of 1024)`;
}
