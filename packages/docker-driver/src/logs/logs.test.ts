import type { LogLine } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { demultiplex, type LogChunk, singleStream } from "./demultiplex.ts";
import { parseSince } from "./parse-since.ts";
import { splitLines } from "./split-lines.ts";

function frame(stream: "stdout" | "stderr", payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload as string);
  const header = Buffer.alloc(8);
  header[0] = stream === "stdout" ? 1 : 2;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function collect(lines: AsyncIterable<LogLine>): Promise<string[]> {
  const found: string[] = [];
  for await (const { stream, text } of lines) found.push(`${stream} ${text}`);
  return found;
}

const written = Buffer.concat([
  frame("stdout", "first\nsec"),
  frame("stderr", "oops "),
  frame("stdout", "ond 艀"),
  frame("stdout", ""),
  // A character whose bytes are in two frames.
  frame("stderr", Buffer.from("é\n").subarray(0, 1)),
  frame("stderr", Buffer.from("é\n").subarray(1)),
  frame("stdout", "\r\n\nlast"),
]);
const expected = ["stdout first", "stderr oops é", "stdout second 艀", "stdout ", "stdout last"];

describe("a framed log", () => {
  it.each([1, 2, 3, 7, 8, 9, 1000])(
    "gives the same lines when it comes in pieces of %i bytes",
    async (size) => {
      expect(await collect(splitLines(demultiplex(inPieces(written, size))))).toEqual(expected);
    },
  );

  it("passes on a long frame as it comes, without gathering it", async () => {
    const long = frame("stdout", Buffer.alloc(1_000_000, "x"));
    let largest = 0;
    for await (const { bytes } of demultiplex(inPieces(long, 1000)))
      largest = Math.max(largest, bytes.length);
    expect(largest).toBeLessThanOrEqual(1000);
  });
});

describe("a terminal's log", () => {
  it("is one stream without frames", async () => {
    const bytes = Buffer.from("prompt\r\ntwo\r\n");
    expect(await collect(splitLines(singleStream(inPieces(bytes, 3))))).toEqual([
      "stdout prompt",
      "stdout two",
    ]);
  });
});

it("a line without end comes in parts", async () => {
  async function* endless(): AsyncGenerator<LogChunk> {
    for (let i = 0; i < 40; i++) yield { stream: "stdout", bytes: Buffer.alloc(16_384, "x") };
  }
  const lines = await collect(splitLines(endless()));
  expect(lines.length).toBeGreaterThan(1);
  expect(Math.max(...lines.map((l) => l.length))).toBeLessThan(300_000);
});

describe("parseSince", () => {
  it.each([
    ["1700000000", "1700000000"],
    ["1700000000.5", "1700000000.5"],
    ["2023-11-14T22:13:20Z", "1700000000.000"],
    ["2023-11-14T23:13:20.25+01:00", "1700000000.250"],
  ])("reads %s", (text, seconds) => {
    expect(parseSince(text)).toBe(seconds);
  });

  it.each(["yesterday", "10m", "", "-1"])("refuses %j", (text) => {
    expect(() => parseSince(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});
