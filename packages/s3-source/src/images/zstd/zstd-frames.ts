import type { SequentialInput } from "../../tar/sequential-input.ts";
import { RefusalError } from "../refusal-error.ts";

/** The content of one frame as it stands there, with its header; to be read to its end before the next one. */
export type ZstdFrame = AsyncIterable<Uint8Array>;

const frameMagic = 0xfd2fb528;
const blockHeaderBytes = 3;
const rleBlock = 1;
const reservedBlock = 3;

/**
 * Walks through the frames of zstd data, without uncompressing any: Node's own decompressor stops at the end of the first
 * one, and takes data that is cut off for whole. Frames to be skipped are left out. Source: RFC 8878.
 * @throws RefusalError for what is no frame, and for an end within one
 */
export async function* zstdFrames(input: SequentialInput): AsyncGenerator<ZstdFrame> {
  for (let offset = 0; ; ) {
    const head = await input.read(offset, 4);
    if (head.length === 0) return;
    const magic = numberIn(await exactly(input, offset, 4), 0, 4);
    if (isSkippable(magic)) {
      const size = numberIn(await exactly(input, offset + 4, 4), 0, 4);
      for await (const _skipped of whole(input, offset + 8, size));
      offset += 8 + size;
      continue;
    }
    if (magic !== frameMagic) throw damaged();
    const walk = { end: offset };
    yield frameAt(input, offset, walk);
    offset = walk.end;
  }
}

async function* frameAt(
  input: SequentialInput,
  start: number,
  walk: { end: number },
): AsyncGenerator<Uint8Array> {
  const begin = await exactly(input, start, 5);
  const descriptor = begin[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryIdBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const headerBytes = 5 + (isSingleSegment ? 0 : 1) + dictionaryIdBytes + contentSizeBytes;
  yield begin;
  yield await exactly(input, start + 5, headerBytes - 5);

  const checksumBytes = (descriptor & 4) === 0 ? 0 : 4;
  let offset = start + headerBytes;
  for (let isLast = false; !isLast; ) {
    const header = await exactly(input, offset, blockHeaderBytes);
    const number = numberIn(header, 0, blockHeaderBytes);
    isLast = (number & 1) === 1;
    const type = (number >> 1) & 3;
    if (type === reservedBlock) throw damaged();
    const size = type === rleBlock ? 1 : number >> 3;
    const next = offset + blockHeaderBytes + size;
    // Before the last bytes: whoever uncompresses them need not ask for more.
    if (isLast) walk.end = next + checksumBytes;
    yield header;
    yield* whole(input, offset + blockHeaderBytes, size);
    offset = next;
  }
  if (checksumBytes > 0) yield await exactly(input, offset, checksumBytes);
}

function isSkippable(magic: number): boolean {
  return magic >= 0x184d2a50 && magic <= 0x184d2a5f;
}

async function* whole(input: SequentialInput, offset: number, size: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of input.stream(offset, size)) {
    passed += chunk.length;
    yield chunk;
  }
  if (passed < size) throw cutOff();
}

async function exactly(input: SequentialInput, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await input.read(offset, length);
  if (bytes.length < length) throw cutOff();
  return bytes;
}

/** Little-endian. */
function numberIn(bytes: Uint8Array, start: number, length: number): number {
  return Buffer.from(bytes).readUIntLE(start, length);
}

export function cutOff(): RefusalError {
  return new RefusalError("ends in the middle", "upload it again: it is incomplete");
}

export function damaged(): RefusalError {
  return new RefusalError("is damaged: its zstd data cannot be read", "upload it again");
}

export function tooFarBack(): RefusalError {
  return new RefusalError(
    "is compressed with zstd in a way that needs more than 128 MiB of memory",
    "compress it with zstd without --long, or with zstd --long=27 at most",
  );
}
