import { Readable } from "node:stream";
import Docker from "dockerode";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLines } from "./json-lines.ts";
import { streamError } from "./stream-error.ts";

async function read(chunks: readonly (string | Uint8Array)[], options?: { maxLineLength?: number }) {
  const values: unknown[] = [];
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const value of jsonLines(source, options)) values.push(value);
  return values;
}

describe("dockerode's followProgress", () => {
  const follow = (text: string) =>
    new Promise<{ error: unknown; values: unknown[] }>((resolve) => {
      const { modem } = new Docker({ socketPath: "/nonexistent" });
      modem.followProgress(Readable.from([Buffer.from(text)]), (error: unknown, values: unknown[]) =>
        resolve({ error, values }),
      );
    });

  it("takes an error for progress, where we find it", async () => {
    const text = '{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}\n';
    expect((await follow(text)).error).toBeNull();
    expect((await read([text])).map(streamError)).toEqual(["manifest unknown"]);
  });

  it("drops a last line without an end, where we do not", async () => {
    const text = '{"status":"a"}\n{"error":"disk full"}';
    expect((await follow(text)).values).toEqual([{ status: "a" }]);
    expect(await read([text])).toEqual([{ status: "a" }, { error: "disk full" }]);
  });
});

it("skips blank lines, and takes both kinds of line ends", async () => {
  expect(await read(['\r\n{"a":1}\r\n\n  \n{"b":2}\n\n'])).toEqual([{ a: 1 }, { b: 2 }]);
});

it("reads nothing from nothing", async () => {
  expect(await read([])).toEqual([]);
});

it("reads the same however the bytes are cut", async () => {
  const lines = fc.array(fc.json({ stringUnit: "grapheme" }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(lines, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), async (texts, sizes) => {
      const bytes = Buffer.from(texts.join("\n"));
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; ) {
        const { value: size = 1 } = sizes.next();
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      expect(await read(chunks)).toEqual(texts.map((text) => JSON.parse(text)));
    }),
  );
});

it("says which line is no JSON, and how it begins", async () => {
  await expect(read(['{"a":1}\n<html>\u001b[2J hello'])).rejects.toMatchObject({
    code: "DRIVER_ENGINE_ERROR",
    message: "line 2 of the engine's answer is not JSON: <html> hello",
  });
});

it("gives up on a line that does not end", async () => {
  await expect(read(["x".repeat(60), "x".repeat(60)], { maxLineLength: 100 })).rejects.toThrow(
    /a line of more than 100 characters/,
  );
});

it("ends the source when its reader has had enough", async () => {
  const source = Readable.from([Buffer.from('{"a":1}\n'), Buffer.from('{"b":1}\n')]);
  for await (const _ of jsonLines(source)) break;
  expect(source.destroyed).toBe(true);
});
