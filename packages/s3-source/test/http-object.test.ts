import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openHttpObject, type Patience } from "../src/index.ts";
import { type ServedFile, serveFile, startHttpServer } from "./support/http-server.ts";

const bytes = randomBytes(300_000);

const serve = (file: Partial<ServedFile>) =>
  startHttpServer((request, response) => serveFile(request, response, { bytes, etag: '"1"', ...file }));

/** Notes the waits in place of waiting. */
function clock(retries = 6): Patience & { readonly waits: number[] } {
  const waits: number[] = [];
  const retryDelaysMs = Array.from({ length: retries }, (_, n) => 100 * 3 ** n);
  return { waits, stallMs: 30_000, retryDelaysMs, sleep: async (ms) => void waits.push(ms) };
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

describe("openHttpObject", () => {
  it("says size and version without a body", async () => {
    await using server = await serve({});
    const object = openHttpObject(`${server.origin}/app.tar`);
    expect(await object.stat()).toEqual({ size: bytes.length, version: '"1"' });
    expect(server.requests.map(({ method }) => method)).toEqual(["HEAD"]);
  });

  it("asks for one byte where HEAD is not known", async () => {
    await using server = await startHttpServer((request, response) => {
      if (request.method === "GET") serveFile(request, response, { bytes, etag: '"1"' });
      else response.writeHead(405).end();
    });
    const object = openHttpObject(`${server.origin}/app.tar`);
    expect(await object.stat()).toEqual({ size: bytes.length, version: '"1"' });
  });

  it.each([
    ["with ranges", true],
    ["without ranges", false],
  ])("reads the last bytes and parts, from a server %s", async (_name, ranges) => {
    await using server = await serve({ ranges });
    const object = openHttpObject(`${server.origin}/app.tar`);
    const { stat, bytes: last } = await object.readSuffix(1000);
    expect(Buffer.from(last)).toEqual(bytes.subarray(-1000));
    expect(stat.size).toBe(bytes.length);
    expect((await readAll(object.read(stat, 5, 70_000))).equals(bytes.subarray(5, 70_000))).toBe(true);
    expect(await readAll(object.read(stat, 7, 7))).toHaveLength(0);
  });

  it("reads all of what is shorter than the suffix, also when it is empty", async () => {
    await using short = await serve({ bytes: bytes.subarray(0, 10) });
    expect((await openHttpObject(`${short.origin}/a`).readSuffix(100)).bytes).toHaveLength(10);
    await using empty = await serve({ bytes: new Uint8Array(0) });
    expect((await openHttpObject(`${empty.origin}/a`).readSuffix(100)).stat.size).toBe(0);
  });

  it("goes on where it was cut, and says which version it wants", async () => {
    const cuts = [70_000, 70_000, 70_000, 10, undefined];
    await using server = await startHttpServer((request, response) =>
      serveFile(request, response, { bytes, etag: '"1"', cutAfter: cuts.shift() }),
    );
    const patience = clock();
    const object = openHttpObject(`${server.origin}/app.tar`, {}, patience);
    const stat = { size: bytes.length, version: '"1"' };
    expect((await readAll(object.read(stat, 0, bytes.length))).equals(bytes)).toBe(true);
    expect(server.requests).toHaveLength(5);
    expect(server.requests.map(({ headers }) => headers["if-match"])).toEqual(Array(5).fill('"1"'));
    expect(server.requests[1]?.headers.range).toMatch(/^bytes=[1-9]\d*-299999$/);
  });

  it("waits longer and longer while nothing more comes, then gives up", async () => {
    await using server = await serve({ cutAfter: 10 });
    const patience = clock(3);
    const object = openHttpObject(`${server.origin}/app.tar`, {}, patience);
    const reading = readAll(object.read({ size: bytes.length, version: '"1"' }, 0, bytes.length));
    await expect(reading).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: expect.stringMatching(/cut after \d+ of 300000 bytes, and going on failed 3 times$/),
    });
    expect(patience.waits).toEqual([100, 300, 900]);
  });

  it.each([
    ["an ETag", { etag: '"2"' }, '"1"'],
    [
      "a time",
      { etag: undefined, lastModified: "Sat, 21 Nov 2026 09:00:00 GMT" },
      "Fri, 20 Nov 2026 09:00:00 GMT",
    ],
    ["a weak ETag", { etag: 'W/"2"' }, 'W/"1"'],
  ])("says that it was replaced, told by %s", async (_name, file, version) => {
    await using server = await startHttpServer((request, response) =>
      serveFile(request, response, { bytes, ...(file as Partial<ServedFile>) }),
    );
    const object = openHttpObject(`${server.origin}/app.tar`, {}, clock());
    await expect(readAll(object.read({ size: bytes.length, version }, 0, 10))).rejects.toMatchObject({
      code: "SOURCE_CHANGED",
    });
  });

  it("ends when nothing more comes", async () => {
    await using server = await startHttpServer((_request, response) => {
      response.writeHead(200, { etag: '"1"', "content-length": bytes.length });
      response.write(bytes.subarray(0, 1000));
    });
    const object = openHttpObject(`${server.origin}/app.tar`, {}, { ...clock(), stallMs: 50 });
    const reading = readAll(object.read({ size: bytes.length, version: '"1"' }, 0, bytes.length));
    await expect(reading).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: expect.stringContaining("nothing more came for 0.05 seconds"),
    });
  });

  it("ends at once when it is aborted, and the connection with it", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    await using server = await startHttpServer((request, response) => {
      closed = new Promise((resolve) => request.socket.once("close", resolve));
      response.writeHead(200, { etag: '"1"', "content-length": bytes.length });
      response.write(bytes.subarray(0, 1000));
    });
    const controller = new AbortController();
    const object = openHttpObject(`${server.origin}/app.tar`, {}, clock());
    const chunks = object.read({ size: bytes.length, version: '"1"' }, 0, bytes.length, {
      signal: controller.signal,
    });
    const reading = (async () => {
      for await (const _chunk of chunks) controller.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
    await closed;
  });

  it("lets go of the connection when its reader has had enough", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    await using server = await startHttpServer((request, response) => {
      closed = new Promise((resolve) => request.socket.once("close", resolve));
      response.writeHead(200, { etag: '"1"', "content-length": bytes.length });
      response.write(bytes.subarray(0, 1000));
    });
    const object = openHttpObject(`${server.origin}/app.tar`, {}, clock());
    for await (const _chunk of object.read({ size: bytes.length, version: '"1"' }, 0, bytes.length)) break;
    await closed;
  });

  it("never shows a password, a token or a signature", async () => {
    await using server = await startHttpServer((_request, response) => response.writeHead(403).end());
    const { host } = new URL(server.origin);
    const object = openHttpObject(`http://user:sesame@${host}/app.tar?X-Amz-Signature=sesame`);
    expect(object.address).toBe(`http://${host}/app.tar?…`);
    const error: unknown = await object.stat().catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "SOURCE_UNREADABLE" });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain("sesame");
    expect(server.requests[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it.each([
    [404, "SOURCE_NOT_FOUND", /nothing there/],
    [401, "SOURCE_UNREADABLE", /access denied/],
    [500, "SOURCE_UNREADABLE", /HTTP status 500/],
  ])("tells status %i", async (status, code, message) => {
    await using server = await startHttpServer((_request, response) => response.writeHead(status).end());
    await expect(openHttpObject(`${server.origin}/app.tar`).stat()).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it("tells that nobody is there, without trying for long", async () => {
    const patience = clock();
    const object = openHttpObject("http://127.0.0.1:1/app.tar", {}, patience);
    await expect(readAll(object.read({ size: 10, version: '"1"' }, 0, 10))).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: "http://127.0.0.1:1/app.tar: no answer from 127.0.0.1:1: nothing listens there",
    });
    expect(patience.waits).toEqual([]);
  });
});
