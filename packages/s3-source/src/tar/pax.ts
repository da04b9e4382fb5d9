import { RefusalError, shown } from "../images/refusal-error.ts";
import type { TarHeader } from "./tar-header.ts";

/**
 * Reads the records of a PAX header, each `length key=value\n`.
 * @returns what it changes in the header of the next entry
 * @throws RefusalError for records that cannot be read, and for sparse files
 */
export function parsePax(bytes: Uint8Array): Partial<TarHeader> {
  const found: { -readonly [K in keyof TarHeader]?: TarHeader[K] } = {};
  let rest = Buffer.from(bytes);
  while (rest.length > 0) {
    const space = rest.indexOf(0x20);
    const length = Number(rest.subarray(0, Math.max(space, 0)).toString("latin1"));
    const record = rest.subarray(space + 1, length - 1);
    const equals = record.indexOf(0x3d);
    if (space < 1 || !Number.isSafeInteger(length) || length <= space || length > rest.length || equals < 1) {
      throw new RefusalError("has a damaged PAX header");
    }
    const key = record.subarray(0, equals).toString("utf8");
    const value = record.subarray(equals + 1).toString("utf8");
    if (key.startsWith("GNU.sparse."))
      throw new RefusalError("has a sparse file, which does not belong in it");
    if (key === "path") found.name = value;
    if (key === "linkpath") found.linkName = value;
    if (key === "size") found.size = paxSize(value);
    rest = rest.subarray(length);
  }
  return found;
}

function paxSize(text: string): number {
  const size = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(size)) return size;
  throw new RefusalError(`has an entry of an impossible size: ${shown(text)}`);
}
