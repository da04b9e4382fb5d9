import { expect, it } from "vitest";
import { demultiplex } from "./demultiplex.ts";
import { joinPieces } from "./join-pieces.ts";
import { splitLines } from "./split-lines.ts";

const time = (second: number) => `2026-11-30T04:13:0${second}.123456789Z `;

function frame(stream: 1 | 2, payload: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(payload), 4);
  return Buffer.concat([header, Buffer.from(payload)]);
}

const piece = "x y".repeat(5461);

// As Docker 20.10 writes them: each piece has a time, only the last one a line end.
const written = Buffer.concat([
  frame(1, `${time(1)}${piece}`),
  frame(2, `${time(1)}oops ${piece}`),
  frame(1, `${time(2)}${piece}`),
  frame(1, `${time(2)}last of it\n`),
  frame(2, `${time(3)}end\n`),
  frame(1, `${time(3)}\n`),
  frame(1, `${time(4)}2026-11-30T00:00:00Z is what it wrote\n`),
]);

it.each([1, 7, 31, 100, 100_000])(
  "a line of many pieces has one time, when it comes in parts of %i bytes",
  async (size) => {
    async function* parts() {
      for (let i = 0; i < written.length; i += size) yield written.subarray(i, i + size);
    }
    const lines: string[] = [];
    for await (const { stream, text } of splitLines(joinPieces(demultiplex(parts()))))
      lines.push(`${stream} ${text}`);
    expect(lines).toEqual([
      `stdout ${time(1)}${piece}${piece}last of it`,
      `stderr ${time(1)}oops ${piece}end`,
      `stdout ${time(3)}`,
      `stdout ${time(4)}2026-11-30T00:00:00Z is what it wrote`,
    ]);
  },
);
