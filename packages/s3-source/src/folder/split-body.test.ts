import fc from "fast-check";
import { expect, it } from "vitest";
import { splitBody } from "./split-body.ts";

async function* inChunks(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

it("gives the same bytes in parts of the wanted size, however they come", async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1, max: 30 }), async (given, partBytes) => {
      const whole = Buffer.concat(given);
      const parts: Buffer[] = [];
      for await (const { size, body } of splitBody(inChunks(given), whole.length, partBytes)) {
        const bytes: Uint8Array[] = [];
        for await (const chunk of body) bytes.push(chunk);
        parts.push(Buffer.concat(bytes));
        expect(parts.at(-1)).toHaveLength(size);
      }
      expect(Buffer.concat(parts).equals(whole)).toBe(true);
      expect(parts.slice(0, -1).every((part) => part.length === partBytes)).toBe(true);
    }),
  );
});

it("ends with the source's own error, also when that comes after the last byte", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(10);
    throw new Error("wrong digest");
  }
  const read = async () => {
    for await (const { body } of splitBody(failing(), 10, 10)) for await (const _ of body);
  };
  await expect(read()).rejects.toThrow("wrong digest");
});
