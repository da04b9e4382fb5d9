/** Zeros that are longer than this become a block that repeats one byte. */
const blockBytes = 128 * 1024;

/**
 * A zstd frame without compression but for blocks of zeros, which Node 20 can write as well. Source: RFC 8878.
 * @param windowLog of the window that it asks for, 20 being a MiB
 */
export function zstdBytes(content: Buffer, windowLog = 20): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (windowLog - 10) << 3]);
  const parts: Buffer[] = [header];
  for (let at = 0; at === 0 || at < content.length; at += blockBytes) {
    const block = content.subarray(at, at + blockBytes);
    const isLast = at + blockBytes >= content.length;
    const isRle = block.length > 1000 && block.every((byte) => byte === 0);
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | (isRle ? 2 : 0) | Number(isLast), 0, 3);
    parts.push(blockHeader, isRle ? Buffer.alloc(1) : block);
  }
  return Buffer.concat(parts);
}

/** A frame that readers skip: tools that compress in parallel write them between others. */
export function skippedFrame(content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a50, 0);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}
