import { getEventListeners, once } from "node:events";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { deferred } from "../../test/connect/deferred.ts";
import { answerJson, bodyOf, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { EngineError, engineReason, engineStatus } from "./faults/engine-error.ts";
import { openEngine } from "./open-engine.ts";

async function open(...[listener]: Parameters<typeof likeEngine>) {
  return openEngine(await serveOnSocket(likeEngine(listener)), { env: {} });
}

describe("an answer", () => {
  it.each([
    ["an object", '{"Id":"1"}', { Id: "1" }],
    ["null, which docker-modem gives as a Buffer", "null", null],
    ["false", "false", false],
    ["a list", "[]\n", []],
    ["nothing", "", undefined],
  ])("can be %s", async (_, body, expected) => {
    const client = await open((_request, response) => response.end(body));
    expect(await client.get("/x")).toEqual(expected);
  });

  it("without content is undefined", async () => {
    const client = await open((_, response) => response.writeHead(204).end());
    expect(await client.post("/containers/web/start")).toBeUndefined();
  });

  it("that is no JSON is an error that shows its beginning", async () => {
    const client = await open((_, response) => response.end("<html>\u001b[31mhello"));
    await expect(client.get("/x")).rejects.toMatchObject({
      code: "DRIVER_ENGINE_ERROR",
      message: "GET /x: the answer is not JSON: <html>hello",
    });
  });

  it("of HEAD is its headers", async () => {
    const client = await open((_, response) => response.writeHead(200, { "X-Stat": "abc" }).end());
    expect((await client.head("/containers/web/archive", { query: { path: "/" } })).headers).toMatchObject({
      "x-stat": "abc",
    });
  });

  it("can be read as it comes", async () => {
    const chunk = deferred();
    const client = await open(async (_, response) => {
      response.write("first,");
      await chunk.promise;
      response.end("second");
    });
    const body = await client.stream("/containers/web/logs");
    const [first] = await once(body, "data");
    expect(String(first)).toBe("first,");
    chunk.resolve();
    expect(await text(body)).toBe("second");
  });
});

describe("a refusal", () => {
  it("has the status and the engine's words", async () => {
    const client = await open((_, response) => answerJson(response, 409, { message: "name web\nis in use" }));
    const error = await client
      .post("/containers/create", { query: { name: "web" } })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({
      code: "DRIVER_ENGINE_ERROR",
      message: "POST /containers/create: name web is in use (HTTP 409)",
    });
    expect(engineStatus(error)).toBe(409);
    expect(engineReason(error)).toBe("name web is in use");
  });

  it.each([
    ["text", 500, "no such thing\n", "no such thing"],
    [
      "a web page",
      502,
      "<html><head><title>502</title></head><body><h1>Bad Gateway</h1></body></html>",
      "Bad Gateway",
    ],
    ["nothing", 503, "", "Service Unavailable"],
    [
      "Podman's words",
      404,
      '{"cause":"x","message":"no such container","response":404}',
      "no such container",
    ],
    ["JSON without a message", 500, '{"a":1}', '{"a":1}'],
    [
      "a URL with a password",
      500,
      '{"message":"Get https://u:p4ss@r.example/: EOF"}',
      "Get https://r.example/: EOF",
    ],
  ])("can be %s", async (_, status, body, reason) => {
    const client = await open((_request, response) => response.writeHead(status).end(body));
    const error = await client.get("/x").catch((e: unknown) => e);
    expect(engineReason(error)).toBe(reason);
    expect(engineStatus(error)).toBe(status);
  });

  it("of HEAD has no words but its status", async () => {
    const client = await open((_, response) => response.writeHead(404).end());
    const error = await client.head("/x").catch((e: unknown) => e);
    expect(engineStatus(error)).toBe(404);
  });

  it("comes before a body is given out", async () => {
    const client = await open((_, response) => answerJson(response, 404, { message: "no such image" }));
    await expect(client.stream("/images/create", { method: "POST" })).rejects.toThrow(/no such image/);
  });

  it.each(["x", "<", "<head ", "<a"])("is not read to its end when that is far: %s...", async (piece) => {
    const client = await open((_, response) => {
      // Never ended: reading on would not come to an end.
      response.writeHead(500);
      response.write(piece.repeat(200_000));
    });
    expect(engineStatus(await client.get("/x").catch((e: unknown) => e))).toBe(500);
  });
});

describe("an abort", () => {
  const reason = new Error("enough");

  it("before a request sends nothing", async () => {
    const seen: unknown[] = [];
    const client = await open((request) => seen.push(request.url));
    await expect(client.get("/x", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(seen).toEqual([]);
  });

  it("while waiting for an answer closes the connection", async () => {
    const abort = new AbortController();
    const closed = deferred();
    const client = await open((request) => {
      request.socket.once("close", () => closed.resolve());
      abort.abort(reason);
    });
    await expect(client.post("/containers/web/wait", { signal: abort.signal })).rejects.toBe(reason);
    await closed.promise;
  });

  it("while reading an answer closes the connection", async () => {
    const abort = new AbortController();
    const closed = deferred();
    const client = await open((request, response) => {
      request.socket.once("close", () => closed.resolve());
      response.write("{", () => abort.abort(reason));
    });
    await expect(client.get("/x", { signal: abort.signal })).rejects.toBe(reason);
    await closed.promise;
  });

  it("ends a body that was given out", async () => {
    const abort = new AbortController();
    const client = await open((_, response) => void response.write("first"));
    const body = await client.stream("/containers/web/logs", { signal: abort.signal });
    await once(body, "readable");
    abort.abort(reason);
    await expect(text(body)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("leaves nothing on the signal when requests are done", async () => {
    const { signal } = new AbortController();
    const client = await open((_, response) => answerJson(response, 200, {}));
    for (const path of ["/a", "/b", "/c"]) await client.get(path, { signal });
    await expect.poll(() => getEventListeners(signal, "abort").length).toBe(0);
  });
});

describe("an upload", () => {
  it.each([
    ["bytes", () => new Uint8Array([104, 105])],
    ["a stream", () => PassThrough.from([Buffer.from("h"), Buffer.from("i")])],
    [
      "a generator",
      async function* () {
        yield Buffer.from("h");
        yield Buffer.from("i");
      },
    ],
  ])("can be %s", async (_, make) => {
    let seen: { method: string | undefined; url: string | undefined; body: string } | undefined;
    const client = await open(async (request, response) => {
      seen = { method: request.method, url: request.url, body: await bodyOf(request) };
      response.end();
    });
    await client.putArchive("/containers/web/archive", make(), { query: { path: "/" } });
    expect(seen).toEqual({ method: "PUT", url: "/v1.41/containers/web/archive?path=%2F", body: "hi" });
  });

  it("goes with POST, and its answer can be read meanwhile", async () => {
    const client = await open(async (request: IncomingMessage, response) => {
      response.write("reading ");
      response.end(await bodyOf(request));
    });
    const source = new PassThrough();
    source.write("whole ");
    const body = await client.stream("/images/load", { method: "POST", upload: source });
    const [first] = await once(body, "data");
    expect(String(first)).toBe("reading ");
    source.end("archive");
    expect(await text(body)).toBe("whole archive");
  });

  it("that fails gives its own error", async () => {
    const client = await open(() => undefined);
    const source = new PassThrough();
    source.write("half");
    const sent = client.putArchive("/x", source);
    source.destroy(new Error("disk on fire"));
    await expect(sent).rejects.toThrow("disk on fire");
  });

  it("that fails while the answer is read gives its own error there", async () => {
    const client = await open((_, response) => void response.write("reading"));
    const source = new PassThrough();
    source.write("half");
    const body = await client.stream("/images/load", { method: "POST", upload: source });
    await once(body, "readable");
    source.destroy(new Error("disk on fire"));
    await expect(text(body)).rejects.toThrow("disk on fire");
  });

  it("that is cut off does not wait forever", async () => {
    const client = await open(() => undefined);
    const source = new PassThrough();
    source.write("half");
    const sent = client.putArchive("/x", source);
    source.destroy();
    await expect(sent).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  });

  it("is let go of when it is refused", async () => {
    const client = await open((_, response) => answerJson(response, 400, { message: "not a tar" }));
    const source = new PassThrough();
    source.write("half");
    const sent = client.stream("/images/load", { method: "POST", upload: source });
    await expect(sent).rejects.toThrow(/not a tar/);
    await expect.poll(() => source.destroyed).toBe(true);
  });
});

describe("a broken connection", () => {
  it("before the answer is unreachable", async () => {
    const client = await open((request) => request.socket.destroy());
    await expect(client.get("/x")).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringMatching(
        /no Docker Engine at unix:\/\/.*engine\.sock \(given\): it closed the connection/,
      ),
    });
  });

  it("within the answer is unreachable", async () => {
    const client = await open((_, response) => {
      response.writeHead(200, { "Content-Length": "100" });
      response.write("{", () => response.destroy());
    });
    await expect(client.get("/x")).rejects.toMatchObject({ code: "DRIVER_ENGINE_UNREACHABLE" });
  });

  it("is made anew after close", async () => {
    const client = await open((_, response) => answerJson(response, 200, { ok: true }));
    client.close();
    expect(await client.get("/x")).toEqual({ ok: true });
    client.close();
  });
});
