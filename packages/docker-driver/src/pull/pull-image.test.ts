import { getEventListeners } from "node:events";
import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { deferred } from "../../test/connect/deferred.ts";
import { answerJson, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { openEngine } from "../engine/open-engine.ts";
import { remoteDigest } from "./distribution-digest.ts";
import { pullImage } from "./pull-image.ts";

async function open(listener: RequestListener) {
  return openEngine(await serveOnSocket(likeEngine(listener)), { env: {} });
}

describe("pullImage", () => {
  it("asks for name and tag, with credentials in the header alone", async () => {
    let seen: unknown;
    const client = await open((request, response) => {
      const { method, url, headers } = request;
      seen = { method, url, auth: headers["x-registry-auth"] };
      response.end('{"status":"Status: Image is up to date"}');
    });
    await pullImage(client, "localhost:5000/team/app:1", { auth: "c2VjcmV0", platform: "linux/arm64" });
    expect(seen).toEqual({
      method: "POST",
      url: "/v1.41/images/create?fromImage=localhost%3A5000%2Fteam%2Fapp&tag=1&platform=linux%2Farm64",
      auth: "c2VjcmV0",
    });
  });

  it.each([
    ["with an end", "\n"],
    ["without", ""],
  ])("finds an error in a stream that began well, in a line %s", async (_, end) => {
    const client = await open((_request, response) => {
      response.write('{"status":"Pulling fs layer","id":"a","progressDetail":{}}\n');
      response.end(`{"errorDetail":{"message":"unauthorized: authentication required"}}${end}`);
    });
    await expect(pullImage(client, "ghcr.io/a/b:1", {})).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: "cannot pull ghcr.io/a/b:1: unauthorized: authentication required",
      hint: expect.stringContaining("docker login ghcr.io"),
    });
  });

  it("tells a disk that fills in the middle apart from what a registry says", async () => {
    const message = "write /var/lib/docker/tmp/GetImageBlob1: no space left on device";
    const client = await open((_request, response) => {
      response.write('{"status":"Downloading","id":"a","progressDetail":{"current":1,"total":2}}\n');
      response.end(JSON.stringify({ errorDetail: { message } }));
    });
    await expect(pullImage(client, "r.example/a:1", {})).rejects.toMatchObject({
      code: "DRIVER_DISK_FULL",
      message: `cannot pull r.example/a:1: ${message}`,
      hint: expect.stringContaining("hashike image prune"),
    });
  });

  it("tells a refusal, without credentials of a URL", async () => {
    const message = "Get https://bob:s3cret@r.example/v2/: connection refused";
    const client = await open((_, response) => answerJson(response, 500, { message }));
    await expect(pullImage(client, "r.example/a", {})).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: "cannot pull r.example/a: Get https://r.example/v2/: connection refused",
      hint: expect.stringContaining("reaches the registry"),
    });
  });

  it("does not take a broken connection for the end", async () => {
    const client = await open((_, response) => {
      response.write('{"status":"Downloading","id":"a","progressDetail":{"current":1,"total":9}}\n', () =>
        response.destroy(),
      );
    });
    await expect(pullImage(client, "app:1", {})).rejects.toMatchObject({ code: "DRIVER_ENGINE_UNREACHABLE" });
  });

  it("stops when it is aborted, and lets the engine know", async () => {
    const abort = new AbortController();
    const closed = deferred();
    const client = await open((request, response) => {
      request.socket.once("close", closed.resolve);
      response.write('{"status":"Downloading","id":"a","progressDetail":{"current":1,"total":9}}\n');
    });
    const reason = new Error("enough");
    const onProgress = () => abort.abort(reason);
    await expect(pullImage(client, "app:1", { signal: abort.signal, onProgress })).rejects.toBe(reason);
    await closed.promise;
    expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  });

  it("passes on what its listener throws", async () => {
    const client = await open((_, response) => response.end('{"status":"Pulling fs layer","id":"a"}\n'));
    const onProgress = () => {
      throw new Error("a bug of the caller");
    };
    await expect(pullImage(client, "app:1", { onProgress })).rejects.toThrow("a bug of the caller");
  });
});

describe("remoteDigest", () => {
  it("is what the registry has, asked with the whole reference", async () => {
    let url: string | undefined;
    const client = await open((request, response) => {
      url = request.url;
      answerJson(response, 200, { Descriptor: { digest: "sha256:abc" } });
    });
    expect(await remoteDigest(client, "localhost:5000/a/b:1", {})).toEqual({
      status: "current",
      digest: "sha256:abc",
    });
    expect(url).toBe("/v1.41/distribution/localhost:5000/a/b:1/json");
  });

  it.each([
    [404, "manifest for app:1 not found: manifest unknown", "not-found"],
    [401, "unauthorized: authentication required", "denied"],
    [500, 'Head "http://r/v2/a/manifests/1": no basic auth credentials', "denied"],
    [500, "dial tcp: connect: connection refused", "unreachable"],
    [500, "something else", "unreachable"],
  ])("is a status when the registry gives none: %i %s", async (status, message, expected) => {
    const client = await open((_, response) => answerJson(response, status, { message }));
    expect(await remoteDigest(client, "app:1", {})).toEqual({ status: expected, reason: message });
  });

  it("is told to be impossible on Podman", async () => {
    const client = await open((_, response) => response.writeHead(404).end("Not Found\n"));
    expect(await remoteDigest(client, "app:1", {})).toMatchObject({ status: "unsupported" });
  });

  it("is an error when the engine does not answer", async () => {
    const client = await open((request) => request.socket.destroy());
    await expect(remoteDigest(client, "app:1", {})).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
    });
  });
});
