import { createHash } from "node:crypto";

export interface ParkSubnets {
  readonly ipv4: string;
  readonly ipv6: string;
}

/** Of addresses that are set aside for tests of devices (RFC 2544): hardly anybody has a way to them. */
const ipv4Count = 2 ** 14;

/**
 * Small subnets of a park's own: an engine has only some thirty large ones to give, and as many containers may be
 * replaced at once. The same name gives the same ones.
 * @param attempt counts up from 0 when an engine says that others have these
 */
export function parkSubnets(name: string, attempt: number): ParkSubnets {
  const hash = createHash("sha256").update(name).digest();
  const index = (hash.readUInt32BE(0) + attempt) % ipv4Count;
  const address = ((198 << 24) | (18 << 16)) + index * 8;
  const bytes = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255);
  const groups = [0, 2, 4].map((at) => hash.readUInt16BE(4 + at).toString(16));
  const first = `fd${hash.readUInt8(10).toString(16).padStart(2, "0")}`;
  return { ipv4: `${bytes.join(".")}/29`, ipv6: `${first}:${groups.join(":")}:${attempt.toString(16)}::/80` };
}
