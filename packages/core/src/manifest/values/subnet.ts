import { canonicalIp } from "./ip-address.ts";

/** Addresses that begin alike. */
export interface Subnet {
  readonly isIPv6: boolean;
  /** Its first address. */
  readonly first: bigint;
  /** How many bits all have in common. */
  readonly prefix: number;
}

/** An address as a number. @returns `undefined` for anything else */
export function addressNumber(text: string): bigint | undefined {
  const canonical = canonicalIp(text);
  if (canonical === undefined) return undefined;
  const [parts, radix, bits] = canonical.includes(":")
    ? [canonical.split(":"), 16, 16n]
    : [canonical.split("."), 10, 8n];
  return parts.reduce((sum, part) => (sum << (bits as bigint)) + BigInt(Number.parseInt(part, radix)), 0n);
}

/**
 * Reads `172.30.0.0/16` or `fd00:1::/64`.
 * @returns why it is none, with what to write instead where that is known
 */
export function parseSubnet(
  text: string,
): Subnet | { readonly error: string; readonly hint?: string | undefined } {
  const [, ip = "", length = ""] = /^([^/]{1,45})\/(\d{1,3})$/.exec(text) ?? [];
  const address = addressNumber(ip);
  const isIPv6 = ip.includes(":");
  const bits = isIPv6 ? 128 : 32;
  const prefix = Number(length);
  if (address === undefined || prefix > bits)
    return {
      error: "must be a subnet",
      hint: "write an address and the length of the prefix: 172.30.0.0/16",
    };
  const rest = BigInt(bits - prefix);
  const first = (address >> rest) << rest;
  if (first === address) return { isIPv6, first, prefix };
  const hint = isIPv6 ? undefined : `write ${ipv4Text(first)}/${prefix}`;
  return { error: "must be the first address of the subnet", hint };
}

/** @param address as {@link canonicalIp} reads it */
export function isWithin(address: string, { isIPv6, first, prefix }: Subnet): boolean {
  const number = addressNumber(address);
  if (number === undefined || address.includes(":") !== isIPv6) return false;
  const rest = BigInt((isIPv6 ? 128 : 32) - prefix);
  return number >> rest === first >> rest;
}

function ipv4Text(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}
