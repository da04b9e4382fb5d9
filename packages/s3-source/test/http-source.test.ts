import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createHttpSource } from "../src/index.ts";
import { serveFile, startHttpServer } from "./support/http-server.ts";

const bytes = Buffer.from("kind: Hashike\n");

describe("createHttpSource", () => {
  it.each([
    ["an ETag", { etag: '"1"' }],
    ["a weak ETag", { etag: 'W/"1"' }],
    ["the time of its last change", { lastModified: "Sat, 21 Nov 2026 09:00:00 GMT" }],
  ])("reads a manifest once while %s says that it is the same", async (_name, file) => {
    await using server = await startHttpServer((request, response) =>
      serveFile(request, response, { bytes, ...file }),
    );
    const source = createHttpSource();
    const address = `${server.origin}/my-manifest.yml`;
    const first = await source.read(address);
    expect(first).toEqual([{ file: address, text: "kind: Hashike\n" }]);
    expect(await source.read(address)).toEqual(first);
    expect(Object.keys(server.requests[1]?.headers ?? {})).toContainEqual(
      expect.stringMatching(/^if-(none-match|modified-since)$/),
    );
  });

  it("does not take one manifest for another of the same path", async () => {
    await using server = await startHttpServer((request, response) =>
      serveFile(request, response, {
        bytes: Buffer.from(`# ${request.url}\n`),
        lastModified: "Sat, 21 Nov 2026 09:00:00 GMT",
      }),
    );
    const source = createHttpSource();
    const read = async (query: string) => (await source.read(`${server.origin}/m.yml${query}`))[0]?.text;
    for (let n = 0; n < 2; n++) {
      expect(await read("?app=a")).toBe("# /m.yml?app=a\n");
      expect(await read("?app=b")).toBe("# /m.yml?app=b\n");
    }
    expect(server.requests.map((r) => r.headers["if-modified-since"] !== undefined)).toEqual([
      ...[false, false, true, true],
    ]);
  });

  it("reads what is sent in chunks, compressed, and without a version", async () => {
    await using server = await startHttpServer((_request, response) => {
      response.write(gzipSync(bytes).subarray(0, 5));
      response.end(gzipSync(bytes).subarray(5));
    });
    const source = createHttpSource();
    for (let n = 0; n < 2; n++) {
      expect((await source.read(`${server.origin}/a.yml`))[0]?.text).toBe("kind: Hashike\n");
    }
  });

  it("sends headers to the origin that was asked, and not to where that redirects", async () => {
    await using elsewhere = await startHttpServer((request, response) =>
      serveFile(request, response, { bytes }),
    );
    await using server = await startHttpServer((request, response) => {
      const location = request.url === "/a.yml" ? "/b.yml" : `${elsewhere.origin}/c.yml`;
      response.writeHead(302, { location }).end();
    });
    const headers = { Authorization: "Bearer sesame", "X-Token": "sesame" };
    await createHttpSource({ headers }).read(`${server.origin}/a.yml`);
    expect(server.requests.map((r) => r.headers["x-token"])).toEqual(["sesame", "sesame"]);
    expect(elsewhere.requests.map((r) => r.url)).toEqual(["/c.yml"]);
    expect(elsewhere.requests[0]?.headers).not.toHaveProperty("x-token");
    expect(elsewhere.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("does not follow redirects for ever, nor to something else than a web server", async () => {
    await using server = await startHttpServer((request, response) => {
      response.writeHead(302, { location: request.url === "/file" ? "file:///etc/passwd" : "/again" }).end();
    });
    const source = createHttpSource();
    await expect(source.read(`${server.origin}/again`)).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: `${server.origin}/again: redirected more than 5 times`,
    });
    await expect(source.read(`${server.origin}/file`)).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
  });

  it("stops reading what is too large, although no length was told", async () => {
    await using server = await startHttpServer((_request, response) => {
      const send = () => {
        while (response.writable && response.write(Buffer.alloc(65_536, "#")));
      };
      response.on("drain", send);
      send();
    });
    await expect(createHttpSource().read(`${server.origin}/a.yml`)).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: expect.stringContaining("larger than 4 MiB"),
    });
  });

  it("stops when it is aborted", async () => {
    const controller = new AbortController();
    await using server = await startHttpServer(() => controller.abort(new Error("enough")));
    const { signal } = controller;
    await expect(createHttpSource().read(`${server.origin}/a.yml`, { signal })).rejects.toThrow("enough");
  });
});
