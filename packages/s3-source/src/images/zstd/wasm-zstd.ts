import { cutOff, damaged, tooFarBack } from "./zstd-frames.ts";
import { loadZstdModule, type ZstdExports } from "./zstd-module.ts";

/** `ZSTD_inBuffer` and `ZSTD_outBuffer` of zstd.h: a pointer, a size and a position, 32 bits each. */
const bufferBytes = 12;
const positionAt = 8;

/** Error codes are the numbers just below 2^32, `ZSTD_error_frameParameter_windowTooLarge` is 16. */
const errorCodes = 200;
const windowTooLarge = 16;

/**
 * Uncompresses zstd with the reference implementation, in memory of its own, which goes when this ends in whichever way.
 */
export async function* wasmUnzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const zstd = await loadZstdModule();
  const { malloc, ZSTD_createDCtx, ZSTD_DStreamInSize, ZSTD_DStreamOutSize } = zstd;
  const inSize = ZSTD_DStreamInSize();
  const outSize = ZSTD_DStreamOutSize();
  const buffers = {
    context: ZSTD_createDCtx(),
    input: malloc(inSize),
    output: malloc(outSize),
    inStruct: malloc(bufferBytes),
    outStruct: malloc(bufferBytes),
    outSize,
  };
  let expected = 0;
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += inSize) {
      expected = yield* decode(zstd, chunk.subarray(at, at + inSize), buffers);
    }
  }
  // How many bytes are still to come; none at the end of a frame.
  if (expected !== 0) throw cutOff();
}

interface Buffers {
  readonly context: number;
  readonly input: number;
  readonly output: number;
  readonly inStruct: number;
  readonly outStruct: number;
  readonly outSize: number;
}

/** @returns how many bytes of the frame are still expected */
function* decode(zstd: ZstdExports, part: Uint8Array, buffers: Buffers): Generator<Uint8Array, number> {
  const { context, input, output, inStruct, outStruct, outSize } = buffers;
  const { memory, ZSTD_decompressStream } = zstd;
  new Uint8Array(memory.buffer).set(part, input);
  writeStruct(memory, inStruct, input, part.length);
  for (;;) {
    writeStruct(memory, outStruct, output, outSize);
    const expected = ZSTD_decompressStream(context, outStruct, inStruct) >>> 0;
    const error = 2 ** 32 - expected;
    if (error <= errorCodes) throw error === windowTooLarge ? tooFarBack() : damaged();
    // Its memory may have grown, and then lies elsewhere.
    const view = new DataView(memory.buffer);
    const written = view.getUint32(outStruct + positionAt, true);
    if (written > 0) yield new Uint8Array(memory.buffer).slice(output, output + written);
    const isRead = view.getUint32(inStruct + positionAt, true) === part.length;
    // What is left of a full buffer comes with the next call, also when there is no more input.
    if (isRead && (written < outSize || expected === 0)) return expected;
  }
}

function writeStruct(memory: ZstdExports["memory"], at: number, pointer: number, size: number): void {
  const view = new DataView(memory.buffer);
  view.setUint32(at, pointer, true);
  view.setUint32(at + 4, size, true);
  view.setUint32(at + positionAt, 0, true);
}
