import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerReader } from "./answer-reader.ts";

const withLength = (status: number, body: string) =>
  `HTTP/1.1 ${status} Words\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const inChunks = (status: number, ...chunks: readonly string[]) =>
  `HTTP/1.1 ${status} OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks
    .map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`)
    .join("")}0\r\n\r\n`;

describe("answers", () => {
  it("have a length, or come in chunks, one after the other", () => {
    const read = answerReader();
    const text =
      withLength(200, '{"a":"é"}') + inChunks(404, '{"b":', '"語\r\n0\r\n\r\n"}') + withLength(200, "");
    expect(read(Buffer.from(text))).toMatchObject([
      { status: 200, body: '{"a":"é"}' },
      { status: 404, body: '{"b":"語\r\n0\r\n\r\n"}' },
      { status: 200, body: "" },
    ]);
  });

  it("are the same wherever they are cut", () => {
    const text = Buffer.from(
      withLength(200, "first é") + inChunks(200, "second ", "語") + withLength(500, "third"),
    );
    const whole = answerReader()(text);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (places) => {
        const read = answerReader();
        const cuts = [0, ...places.sort((a, b) => a - b), text.length];
        const pieces = cuts.slice(1).map((end, index) => text.subarray(cuts[index], end));
        expect(pieces.flatMap(read)).toEqual(whole);
      }),
    );
  });

  it.each([
    ["nothing of HTTP", "220 smtp.example ready\r\n\r\n"],
    ["HTTP 1.0, which ends with its connection", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"],
    ["one before the answer", "HTTP/1.1 100 Continue\r\n\r\n"],
    ["no length", "HTTP/1.1 200 OK\r\n\r\n{}"],
    ["a chunk without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}\r\n"],
    ["an error that is long", withLength(500, "x".repeat(20_000))],
    ["an error that never ends", inChunks(500, "x".repeat(20_000), "y")],
    ["a chunk that is longer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabcd\r\n"],
  ])("cannot be: %s", (_, text) => {
    expect(() => answerReader()(Buffer.from(text))).toThrow();
  });
});
