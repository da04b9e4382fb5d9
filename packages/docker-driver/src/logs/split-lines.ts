import type { LogLine } from "@hashike/core";
import type { LogChunk } from "./demultiplex.ts";

/** A line longer than this comes in parts, so that output without line ends cannot fill the memory. */
const maxLineLength = 256 * 1024;

/** Puts chunks together to lines, each stream for itself; the last line needs no end. */
export async function* splitLines(chunks: AsyncIterable<LogChunk>): AsyncGenerator<LogLine> {
  const splitters = { stdout: lineSplitter(), stderr: lineSplitter() };
  for await (const { stream, bytes } of chunks) {
    for (const text of splitters[stream].push(bytes)) yield { stream, text };
  }
  for (const stream of ["stdout", "stderr"] as const) {
    for (const text of splitters[stream].end()) yield { stream, text };
  }
}

interface LineSplitter {
  readonly push: (bytes: Uint8Array) => readonly string[];
  readonly end: () => readonly string[];
}

function lineSplitter(): LineSplitter {
  // Keeps the bytes of a character that the next chunk completes.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  const take = (text: string): readonly string[] => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxLineLength) {
      lines.push(rest);
      rest = "";
    }
    return lines.map(withoutCarriageReturn);
  };
  return {
    push: (bytes) => take(decoder.decode(bytes, { stream: true })),
    end: () => {
      const lines = take(decoder.decode());
      return rest === "" ? lines : [...lines, withoutCarriageReturn(rest)];
    },
  };
}

/** A terminal ends lines with both. */
function withoutCarriageReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
