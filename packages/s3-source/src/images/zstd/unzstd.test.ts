import { describe, expect, it } from "vitest";
import { skippedFrame, zstdBytes } from "../../../test/archive/zstd-bytes.ts";
import { createZstdDecompress, nodeUnzstd } from "./node-zstd.ts";
import { wasmUnzstd } from "./wasm-zstd.ts";

/** What the test below says, by `zstd -19 --check`. */
const compressed = Buffer.from(
  [
    "KLUv/QRoJSgAympEDBmQKZUOoNIA+AWh0tLdiSylTDKlZAB/1wpczwC1ALgAEnOssdhiFTFXjSqm9rJUub6WkPWuylF+0YioQ+Zp",
    "LMQxsbSS+JFUUFsTQ8PNVD4vGduz6tQc1yYkhupy+nBO9FvkpF/U77x03+Knkp+EPMJeaCK3tCpClJqJTEi5Q5YZ19xC4pb9mkaz",
    "Mzn8V0/UbSp9d2mRS7YWlmgdRuVFIoYMXWctXJl2+SIrIxeMqbU0qRn/rbLgcboxZ26Njcqn8rwXyuequRmIAEBBAYECwYDAwIAg",
    "AQQKOCCAcHBggINwsADBQTgQBDggRCAwgICCY0VGzmNMR45SG2MMMgQ5ITgOQTMEg6MQ9LlgaAgW1Wpqfm1SC9fWYq1W+6ImLNpL",
    "tPLQ/NNGQgummaWNSeOMxqCtNeNpJjWz9rMYmXGeVTp7cWZvtopZXZ+LvpD56J9cvqE/on4WfuS+ovj2kklJto3sdNkvMrJlbGU0",
    "ymStkAmVV0OezPheRzx79bx5D1511HXvpHPXrlsXXXHEceeEM1eOGxdcbbRt32Tz1m3bYqsYxWKPBa2oFEX5ia6PMkQ5IToOUTNE",
    "o6OI+lUsU/GdolCK5aJbHIsRigtFYhHxG6LwxFeIZRP9EkckhhHNII5ryKEhw3ANQz4MpTxsO4zhkNuwEsNXnTadqznrny45Q3xS",
    "OOXhHIaTKJxCkoRFI9wvlIpws/BU4U8heUI2hLQyma0xhW7WiCljs1OzQ1NmZk2YQlW2qPyUtJeslGSXf8sTy21llHuRRUSSQ54k",
    "CiRZkkiGjHQFWde4otGe8QEGzFCtjqbqv1oO1dBQrX6s1qpdUYOoG6pPLaF+pgpLfUktj+oHdVTT0tSc6fhTjkzp6dopz6nUpm1M",
    "Y+rl6K3M+/pry7vyW/d18Q3ZS/HKSzokKdFILZeSIi2ydK9USuk26Smkf7lkctlxaXcvbsuuUN0aujJzuJ1qZaitmVbobUvau6W1",
    "ZdmS1/7RnordiJUOu58tEpY0aylLRHY4Vh4s1RpCq2vW+utKVtvrq2uFK7c1JtYGgtuoIlA8e/vfAaJG4UQzZAcSSKAL/v/TBRLk",
    "AUCsbSqcR6Vu2hQsovEmxJrlBfuwGXdeD57CfMW5Ruk7ailz6/rqOs6PzIq95rydXF2cdrTLX1xrx1Zz7BrFbIMtdpeuluOaqr29",
    "Y6xS69brcqfa+anOHLXmWCuusEMeFIIlElrKBQG7q8lpvisSgLbX4U7RSTst89XNYlxYBHMgeASxbgvf1kpmPMJqQDgJv2VuZIka",
    "57T1sinX9tL1As6KpzR6speq20hOuWe/Dt1eruoFcYDZoEBxgB5etYMk6Mh9Uo21hdvPIgktMciEGS9tcrnE9+o23cHWd/SfqGCc",
    "8pS6NrnarYgl1gYdLoc8DR5RxAprI6+T466WT0qM+St0uuV9w7L+a5Tff8+vMffOZddGOqbReK8zdn9qesWb+3HIazDcf/auCG6/",
    "VnaFWvvRp+sm2s9zrtW8bDKSizFjdx3u4YFdjkcfcNeWsfAKW5s1hYfC2vQmfGbV/oeEzxJoxRj1YUBoar/f17ckfF+y3rbl/RF4",
    "u9X+WDknPjS6qGMDU45BAYjY1PAS7nAUIxgJISYSEFgcjTzUos2RfaYlomVtaYUzIV7uCU97J4vquITCCqKjjY20OFhoakMIOUls",
    "5+9hGupgbWBVaqWWqSmGAUatzRfdNg==",
  ].join(""),
  "base64",
);
const text = Array.from(
  { length: 400 },
  (_, i) => `line ${i} of a text that compresses well, ${(i * i) % 97}\n`,
).join("");

type Unzstd = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

const ways: [string, Unzstd][] = [["the library", wasmUnzstd]];
if (createZstdDecompress !== undefined) {
  const create = createZstdDecompress;
  ways.push(["Node", (source) => nodeUnzstd(source, create)]);
}

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

describe.each(ways)("zstd with %s", (_way, unzstd) => {
  const read = async (bytes: Uint8Array, length = 1000): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    for await (const part of unzstd(inPieces(bytes, length))) parts.push(part);
    return Buffer.concat(parts);
  };

  it.each([1, 7, 100_000])("is read in pieces of %d bytes", async (length) => {
    expect((await read(compressed, length)).toString()).toBe(text);
  });

  it("is read to its end where it has many frames, and some that are to be skipped", async () => {
    const bytes = Buffer.concat([
      skippedFrame(Buffer.from("abcd")),
      compressed,
      skippedFrame(Buffer.alloc(0)),
      zstdBytes(Buffer.alloc(0)),
      zstdBytes(Buffer.from("more")),
      compressed,
    ]);
    expect((await read(bytes)).toString()).toBe(`${text}more${text}`);
  });

  it("gives far more than comes in", async () => {
    let size = 0;
    for await (const part of unzstd(inPieces(zstdBytes(Buffer.alloc(50_000_000)), 1000))) size += part.length;
    expect(size).toBe(50_000_000);
  });

  it.each([1, 3, 4, 100, 1000])("is refused without its last %d bytes", async (missing) => {
    const cut = compressed.subarray(0, -Math.min(missing, compressed.length - 5));
    await expect(read(cut)).rejects.toThrow("ends in the middle");
  });

  it("is refused with one byte less of a frame to be skipped", async () => {
    await expect(read(skippedFrame(Buffer.alloc(100)).subarray(0, -1))).rejects.toThrow("ends in the middle");
  });

  it("is refused with a flipped bit, wherever it is", async () => {
    for (const at of [0, 30, 100, compressed.length >> 1, compressed.length - 2]) {
      const flipped = Buffer.from(compressed);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      await expect(read(flipped), `byte ${at}`).rejects.toThrow(
        /is damaged|ends in the middle|more than 128 MiB/,
      );
    }
  });

  it("is refused with something else behind it", async () => {
    await expect(read(Buffer.concat([compressed, Buffer.from("and more of it")]))).rejects.toThrow(
      "is damaged",
    );
  });

  it("is refused where it asks for more memory than any tool does by itself", async () => {
    const bytes = zstdBytes(Buffer.from("x"), 31);
    await expect(read(bytes)).rejects.toMatchObject({ hint: expect.stringContaining("--long=27") });
  });

  it("passes the error of its source on", async () => {
    const broken = async function* () {
      yield compressed.subarray(0, 100);
      throw new Error("connection lost");
    };
    const reading = async () => {
      for await (const _part of unzstd(broken()));
    };
    await expect(reading()).rejects.toThrow("connection lost");
  });
});
