import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { answerJson, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { openEngine } from "./open-engine.ts";

/** An engine that speaks the API from `oldest` to `newest`, and refuses other versions with the words of Docker's. */
async function serveVersions(newest: string, oldest: string) {
  const asked: string[] = [];
  const endpoint = await serveOnSocket((request, response) => {
    const url = request.url ?? "";
    asked.push(url);
    if (url === "/_ping") return response.writeHead(200, { "Api-Version": newest }).end("OK");
    if (url === "/version") return answerJson(response, 200, { ApiVersion: newest, MinAPIVersion: oldest });
    const [, version = ""] = /^\/v1\.(\d+)/.exec(url) ?? [];
    if (Number(version) >= Number(oldest.slice(2))) return answerJson(response, 200, { url });
    const message = `client version 1.${version} is too old. Minimum supported API version is ${oldest}`;
    return answerJson(response, 400, { message });
  });
  return { endpoint, asked };
}

describe("the API version", () => {
  it("is asked for once, with a single ping for an engine that is not newer", async () => {
    const { endpoint, asked } = await serveVersions("1.45", "1.24");
    const client = await openEngine(endpoint, { env: {} });
    await Promise.all([client.get("/a"), client.get("/b")]);
    expect(asked.toSorted()).toEqual(["/_ping", "/v1.45/a", "/v1.45/b"]);
    expect(client.apiVersion).toBe("1.45");
    expect(client.atLeast("1.44")).toBe(true);
    expect(client.atLeast("1.46")).toBe(false);
  });

  it.each([
    ["Docker 29", "1.52", "1.44", "1.48"],
    ["an engine of the future that no longer speaks our newest", "1.90", "1.60", "1.60"],
  ])("fits %s", async (_, newest, oldest, expected) => {
    const { endpoint } = await serveVersions(newest, oldest);
    const client = await openEngine(endpoint, { env: {} });
    expect(await client.get("/info")).toEqual({ url: `/v${expected}/info` });
  });

  it("is that of DOCKER_API_VERSION when it is set", async () => {
    const { endpoint } = await serveVersions("1.52", "1.44");
    const client = await openEngine(endpoint, { env: { DOCKER_API_VERSION: "1.45" } });
    expect(client.apiVersion).toBe("1.45");
  });

  it("is not one of DOCKER_API_VERSION that the engine has given up", async () => {
    // Docker 29.0 to 29.2; from 29.3 on the oldest is 1.40.
    const { endpoint } = await serveVersions("1.52", "1.44");
    await expect(openEngine(endpoint, { env: { DOCKER_API_VERSION: "1.43" } })).rejects.toMatchObject({
      code: "DRIVER_ENDPOINT_INVALID",
      message: "DOCKER_API_VERSION: the Docker Engine speaks API 1.44 to 1.52, not 1.43",
      hint: "unset it, or write a version such as 1.48",
    });
  });

  it("of an engine that is too old is an error", async () => {
    const { endpoint } = await serveVersions("1.40", "1.12");
    await expect(openEngine(endpoint, { env: {} })).rejects.toMatchObject({ code: "DRIVER_ENGINE_TOO_OLD" });
  });
});

it.each([
  [{ "Api-Version": "1.41", Server: "Docker/20.10.24 (linux)" }, false],
  [{ "Api-Version": "1.41", Server: "Libpod/4.3.1 (linux)" }, true],
  [{ "Api-Version": "1.41", "Libpod-Api-Version": "4.3.1" }, true],
  [{ "Api-Version": "1.41" }, false],
])("recognises Podman: %o", async (headers: Record<string, string>, isPodman) => {
  const endpoint = await serveOnSocket(likeEngine(() => undefined, headers));
  expect(await openEngine(endpoint, { env: {} })).toMatchObject({ isPodman });
});

describe("what is no Docker Engine", () => {
  it.each([
    [
      200,
      "<html><head><title>x</title></head><h1>Welcome</h1></html>",
      /not a Docker Engine \(HTTP 200: Welcome\)/,
    ],
    [404, "404 page not found", /not a Docker Engine \(HTTP 404: 404 page not found\)/],
    [502, "<html><h1>Bad Gateway</h1></html>", /HTTP 502: Bad Gateway/],
    [400, "Client sent an HTTP request to an HTTPS server.\n", /wants TLS/],
  ])("is told by its answer %i %s", async (status, body, message) => {
    const endpoint = await serveOnSocket((_, response) => response.writeHead(status).end(body));
    await expect(openEngine(endpoint, { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
  });

  it("is told from an engine behind something that refuses", async () => {
    const endpoint = await serveOnSocket((_, response) => response.writeHead(403).end("forbidden by rule"));
    await expect(openEngine(endpoint, { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_DENIED",
      message: expect.stringContaining("forbidden by rule (HTTP 403)"),
    });
  });

  it.each([
    ["is silent", () => undefined],
    [
      "never ends its answer",
      (_: unknown, response: ServerResponse) =>
        void response.writeHead(200, { "Api-Version": "1.41" }).write("O"),
    ],
  ])("is waited for only so long when it %s", async (_, listener) => {
    const endpoint = await serveOnSocket(listener);
    await expect(openEngine(endpoint, { env: {}, timeoutMs: 50 })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringContaining("it does not answer"),
    });
  });

  it("may hang up in the middle of its answer", async () => {
    const endpoint = await serveOnSocket((_, response) => {
      response.writeHead(200, { "Api-Version": "1.41", "Content-Length": "2" });
      response.write("O", () => response.destroy());
    });
    await expect(openEngine(endpoint, { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
    });
  });

  it("is not waited for when the caller has had enough", async () => {
    const abort = new AbortController();
    const endpoint = await serveOnSocket(() => abort.abort(new Error("enough")));
    await expect(openEngine(endpoint, { env: {}, signal: abort.signal })).rejects.toThrow("enough");
  });
});
