import type { Window } from "./ranged-input.ts";
import { cleanName } from "./tar-entries.ts";
import { blockSize, decodeHeader, paddedSize, type TarHeader } from "./tar-header.ts";

/** A file's content in a tar. */
export interface FilePlace {
  readonly offset: number;
  readonly size: number;
}

/**
 * Finds the files at the end of a tar by its last bytes alone: a header counts when it and all that follow it lead to the
 * end of the archive. Those of a tar within the tar do not: its own end comes first.
 * @param window the last bytes, with where they begin
 */
export function tailFiles(window: Window): ReadonlyMap<string, FilePlace> {
  const { offset, bytes } = window;
  const first = Math.ceil(offset / blockSize) * blockSize;
  const blocks = Math.floor((offset + bytes.length - first) / blockSize);
  const blockAt = (index: number) => {
    const start = first - offset + index * blockSize;
    return bytes.subarray(start, start + blockSize);
  };
  const files = new Map<string, FilePlace>();
  const leadsToEnd = new Set([blocks]);
  let isOnlyZeros = true;
  for (let index = blocks - 1; index >= 0; index -= 1) {
    const block = blockAt(index);
    isOnlyZeros &&= block.every((byte) => byte === 0);
    if (isOnlyZeros) leadsToEnd.add(index);
    const header = isOnlyZeros ? undefined : headerIn(block);
    if (header === undefined) continue;
    if (!leadsToEnd.has(index + 1 + paddedSize(header.size) / blockSize)) continue;
    leadsToEnd.add(index);
    const name = nameOf(header);
    if (name !== undefined) files.set(name, { offset: first + (index + 1) * blockSize, size: header.size });
  }
  return files;
}

function headerIn(block: Uint8Array): TarHeader | undefined {
  try {
    return decodeHeader(block);
  } catch {
    return undefined;
  }
}

function nameOf({ name, type }: TarHeader): string | undefined {
  try {
    return type === "0" || type === "7" ? cleanName(name) : undefined;
  } catch {
    return undefined;
  }
}
