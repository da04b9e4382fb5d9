import { RefusalError } from "../images/refusal-error.ts";

export const blockSize = 512;

/** One header of a tar, as it stands there: names of extended headers are not yet put in. */
export interface TarHeader {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** One character: see POSIX ustar, and GNU's additions. */
  readonly type: string;
  readonly linkName: string;
}

/**
 * Reads ustar headers, old ones before it, and GNU's.
 * @param block 512 bytes
 * @returns `undefined` for a block of zeros, which ends a tar
 * @throws RefusalError for what is no header
 */
export function decodeHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (numberAt(block, 148, 8) !== checksum(block))
    throw new RefusalError("is no tar archive, or a damaged one");
  const isUstar = textAt(block, 257, 5) === "ustar";
  // GNU writes times where POSIX has a prefix.
  const isPosix = isUstar && block[262] === 0;
  const prefix = isPosix ? textAt(block, 345, 155) : "";
  const name = textAt(block, 0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    size: numberAt(block, 124, 12),
    type: String.fromCharCode(block[156] || 0x30),
    linkName: textAt(block, 157, 100),
  };
}

/** The header of a plain file, the same for the same arguments. */
export function encodeHeader(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(blockSize);
  if (Buffer.byteLength(name) > 100) throw new Error(`name too long for a plain header: ${name}`);
  block.write(name, 0);
  block.write(`0000644\0${"0000000\0".repeat(2)}`, 100, "latin1");
  writeSize(block, size);
  block.write("00000000000\0", 136, "latin1");
  block.write("0", 156, "latin1");
  block.write("ustar\0" + "00", 257, "latin1");
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** How far a file's content is from the next header. */
export function paddedSize(size: number): number {
  return Math.ceil(size / blockSize) * blockSize;
}

function writeSize(block: Buffer, size: number): void {
  const octal = size.toString(8);
  if (octal.length <= 11) {
    block.write(`${octal.padStart(11, "0")}\0`, 124, "latin1");
    return;
  }
  // Base 256, as GNU and Go write and read it.
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(size), 128);
}

/** The sum of all bytes, those of the sum itself taken as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

function textAt(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString("utf8");
}

function numberAt(block: Uint8Array, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) return base256(field);
  const text = Buffer.from(field).toString("latin1").replace(/\0.*/s, "").trim();
  if (text === "") return 0;
  if (!/^[0-7]+$/.test(text)) throw new RefusalError("is no tar archive, or a damaged one");
  return Number.parseInt(text, 8);
}

function base256(field: Uint8Array): number {
  const value = field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  if (Number.isSafeInteger(value)) return value;
  throw new RefusalError("has an entry of an impossible size");
}
