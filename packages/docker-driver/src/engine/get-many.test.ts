import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { deferred } from "../../test/connect/deferred.ts";
import { answerJson, likeEngine, serveOnSocket, serveOnTcp } from "../../test/connect/serve.ts";
import { openEngine } from "./open-engine.ts";

const paths = Array.from({ length: 20 }, (_, index) => `/things/${index}`);

/** Answers each path with itself, but for those that `special` answers. */
function echo(special: RequestListener = () => undefined): RequestListener {
  return likeEngine((request, response) => {
    special(request, response);
    if (!response.headersSent && !response.destroyed) answerJson(response, 200, { url: request.url });
  });
}

const urls = paths.map((path) => ({ url: `/v1.41${path}` }));

describe("many paths", () => {
  it("are asked for on the engine's socket over few connections, and answered in their order", async () => {
    const connections = new Set<unknown>();
    const endpoint = await serveOnSocket(echo((request) => void connections.add(request.socket)));
    const client = await openEngine(endpoint, { env: {} });
    expect(await client.getMany(paths)).toEqual(urls);
    expect(connections.size).toBe(3);
    client.close();
  });

  it("are asked for one by one elsewhere", async () => {
    const client = await openEngine(await serveOnTcp(echo()), { env: {} });
    expect(await client.getMany(paths)).toEqual(urls);
    client.close();
  });

  it("may be none", async () => {
    const client = await openEngine(await serveOnSocket(echo()), { env: {} });
    expect(await client.getMany([])).toEqual([]);
    client.close();
  });

  it.each(["socket", "tcp"])("may lead nowhere (%s)", async (kind) => {
    const listener = echo((request, response) => {
      if (request.url?.endsWith("/3")) answerJson(response, 404, { message: "no such thing" });
    });
    const endpoint = await (kind === "socket" ? serveOnSocket(listener) : serveOnTcp(listener));
    const client = await openEngine(endpoint, { env: {} });
    const expected = urls.map((answer, index) => (index === 3 ? undefined : answer));
    expect(await client.getMany(paths)).toEqual(expected);
    client.close();
  });

  it("are asked for again where the connection breaks", async () => {
    let times = 0;
    const endpoint = await serveOnSocket(
      echo((request) => {
        if (!request.url?.endsWith("/2")) return;
        times += 1;
        if (times === 1) request.socket.destroy();
      }),
    );
    const client = await openEngine(endpoint, { env: {} });
    expect(await client.getMany(paths)).toEqual(urls);
    expect(times).toBe(2);
    client.close();
  });

  it("fail as one does", async () => {
    const endpoint = await serveOnSocket(
      echo((request, response) => {
        if (request.url?.endsWith("/5")) answerJson(response, 500, { message: "out of order" });
      }),
    );
    const client = await openEngine(endpoint, { env: {} });
    await expect(client.getMany(paths)).rejects.toMatchObject({ status: 500, reason: "out of order" });
    client.close();
  });

  it("end with the signal, and let go of the connections", async () => {
    const asked = deferred();
    const closed = deferred();
    const endpoint = await serveOnSocket(
      likeEngine((request) => {
        request.socket.once("close", closed.resolve);
        asked.resolve();
      }),
    );
    const client = await openEngine(endpoint, { env: {} });
    const controller = new AbortController();
    const answers = client.getMany(paths, { signal: controller.signal });
    const failed = expect(answers).rejects.toThrow("enough");
    await asked.promise;
    controller.abort(new Error("enough"));
    await failed;
    await closed.promise;
    client.close();
  });
});

describe("many paths without insisting", () => {
  const listener = echo((request, response) => {
    if (request.url?.endsWith("/3")) answerJson(response, 404, { message: "no such thing" });
    if (request.url?.endsWith("/5")) answerJson(response, 500, { message: "out of order" });
    if (request.url?.endsWith("/14")) request.socket.destroy();
  });

  it("give what comes, as text", async () => {
    const client = await openEngine(await serveOnSocket(listener), { env: {} });
    const answers = await client.tryMany(paths);
    // All that come behind a broken one on its connection as well.
    const missing = [3, 5, 14, 15, 16, 17, 18, 19];
    expect(answers).toEqual(
      urls.map((answer, index) => (missing.includes(index) ? undefined : JSON.stringify(answer))),
    );
    client.close();
  });

  it("give nothing elsewhere, without a call", async () => {
    const seen: unknown[] = [];
    const endpoint = await serveOnTcp(echo((request) => void seen.push(request.url)));
    const client = await openEngine(endpoint, { env: {} });
    expect(await client.tryMany(paths)).toEqual(paths.map(() => undefined));
    expect(seen).toEqual([]);
    client.close();
  });

  it("end with the signal", async () => {
    const client = await openEngine(await serveOnSocket(listener), { env: {} });
    const reason = new Error("enough");
    await expect(client.tryMany(paths, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    client.close();
  });
});
