import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHealthResponse, encodeHealthRequest } from "./health-message.ts";

const frame = (...bytes: readonly number[]) => Buffer.of(0, 0, 0, 0, bytes.length, ...bytes);

describe("encodeHealthRequest", () => {
  it("asks about the whole server with an empty message", () => {
    expect(encodeHealthRequest("")).toEqual(frame());
  });

  it("puts the service's name into field 1", () => {
    expect(encodeHealthRequest("shop")).toEqual(frame(0x0a, 4, ...Buffer.from("shop")));
  });

  it("counts bytes, and in several of them where need be", () => {
    const encoded = encodeHealthRequest("é".repeat(100));
    expect(encoded.readUInt32BE(1)).toBe(encoded.length - 5);
    expect([...encoded.subarray(5, 8)]).toEqual([0x0a, 0xc8, 0x01]);
  });
});

describe("decodeHealthResponse", () => {
  it.each([
    [frame(), "UNKNOWN"],
    [frame(0x08, 1), "SERVING"],
    [frame(0x08, 2), "NOT_SERVING"],
    [frame(0x08, 3), "SERVICE_UNKNOWN"],
    // A later field of a later version, of either kind.
    [frame(0x10, 0x96, 0x01, 0x08, 1, 0x1a, 2, 0, 0), "SERVING"],
  ])("reads %j as %s", (bytes, expected) => {
    expect(decodeHealthResponse(bytes)).toBe(expected);
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["half a frame", frame(0x08, 1).subarray(0, 6)],
    ["a compressed message", Buffer.of(1, 0, 0, 0, 2, 0x08, 1)],
    ["a tag without a value", frame(0x08)],
    ["a text that ends early", frame(0x1a, 9, 1)],
    ["a status of the future", frame(0x08, 9)],
  ])("does not read %s", (_, bytes) => {
    expect(decodeHealthResponse(bytes)).toBeUndefined();
  });

  it("never throws, and never hangs", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void decodeHealthResponse(bytes)));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void decodeHealthResponse(frame(...bytes))),
    );
  });
});
