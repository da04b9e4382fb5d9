import { Agent } from "node:http";
import { inspect } from "node:util";
import Docker from "dockerode";
import { afterEach, describe, expect, it, vi } from "vitest";
import { deferred } from "../../test/connect/deferred.ts";
import { runTypeScript } from "../../test/connect/run-typescript.ts";
import { answerJson, bodyOf, likeEngine, serveOnSocket, serveOnTcp } from "../../test/connect/serve.ts";
import { openEngine } from "./open-engine.ts";

/** Each trap is shown first, so that a release of dockerode without it is noticed. */
afterEach(() => vi.unstubAllEnvs());

/** What a server gets to see. */
async function serveEcho() {
  return serveOnSocket(
    likeEngine(async (request, response) => {
      const { method, url, headers } = request;
      answerJson(response, 200, { method, url, headers, body: await bodyOf(request) });
    }),
  );
}

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

describe("DOCKER_HOST", () => {
  it("makes dockerode fail although it was given another address", () => {
    vi.stubEnv("DOCKER_HOST", "tcp://[bad");
    expect(() => new Docker({ socketPath: "/var/run/docker.sock" })).toThrow(/DOCKER_HOST/);
  });

  it.each(["tcp://[bad", "tcp://elsewhere.invalid:1", "ssh://elsewhere.invalid", "unix:///elsewhere"])(
    "does not count once an endpoint is known: %s",
    async (value) => {
      vi.stubEnv("DOCKER_HOST", value);
      vi.stubEnv("DOCKER_CERT_PATH", "/nonexistent");
      const client = await openEngine(await serveEcho(), { env: {} });
      expect(await client.get<Echo>("/x")).toMatchObject({ url: "/v1.41/x" });
      expect(process.env.DOCKER_HOST).toBe(value);
    },
  );
});

describe("a request", () => {
  it("of docker-modem sends the query as its body too, and loses a letter of a path with a query", async () => {
    const { socketPath } = await serveEcho();
    const { modem } = new Docker({ socketPath });
    const dial = (path: string, options?: object) =>
      new Promise((resolve) => {
        modem.dial(
          { path, method: "POST", options, statusCodes: { 200: true } },
          (_: unknown, echo: unknown) => resolve(echo),
        );
      });
    expect(await dial("/x?", { _query: { a: 1 } })).toMatchObject({ body: '{"_query":{"a":1}}' });
    expect(await dial("/x?name=web")).toMatchObject({ url: "/x?name=we" });
  });

  it("has query, body and headers as they were given", async () => {
    const client = await openEngine(await serveEcho(), { env: {} });
    const headers = Object.freeze({ "X-Registry-Auth": "e30=" });
    const echo = await client.post<Echo>("/containers/create", {
      query: { name: "a b&c", all: true, n: 3, t: ["x", "y"], none: undefined },
      body: { Image: "é", Cmd: [] },
      headers,
    });
    expect(echo.url).toBe("/v1.41/containers/create?name=a%20b%26c&all=true&n=3&t=x&t=y");
    expect(echo.body).toBe('{"Image":"é","Cmd":[]}');
    expect(echo.headers).toMatchObject({ "x-registry-auth": "e30=", "content-type": "application/json" });
  });

  it("without a body has none, and with an empty object has that", async () => {
    const client = await openEngine(await serveEcho(), { env: {} });
    expect(await client.post<Echo>("/x", { query: { a: 1 } })).toMatchObject({
      body: "",
      headers: { "content-length": "0" },
    });
    expect(await client.post<Echo>("/x", { body: {} })).toMatchObject({ body: "{}" });
  });

  it.each(["get", "delete"] as const)("can be %s", async (method) => {
    const client = await openEngine(await serveEcho(), { env: {} });
    const echo = await client[method]<Echo>("/x", { query: { force: "1" } });
    expect(echo).toMatchObject({ method: method.toUpperCase(), url: "/v1.41/x?force=1", body: "" });
  });

  it.each(["get", "post"] as const)("has its query as it was given, with %s", async (method) => {
    const client = await openEngine(await serveEcho(), { env: {} });
    const query = {
      name: "a b&c",
      filters: '{"label":["é=1"]}',
      all: true,
      n: 3,
      t: ["x", "y"],
      none: undefined,
    };
    const { url } = await client[method]<Echo>("/x", { query });
    expect(url).toBe(
      "/v1.41/x?name=a%20b%26c&filters=%7B%22label%22%3A%5B%22%C3%A9%3D1%22%5D%7D&all=true&n=3&t=x&t=y",
    );
  });

  it("goes below the path of the address", async () => {
    const { endpoint, ...rest } = await serveOnTcp((request, response) => {
      if (request.url === "/engine/_ping") response.writeHead(200, { "Api-Version": "1.41" }).end("OK");
      else answerJson(response, 200, { url: request.url });
    });
    if (endpoint.kind !== "tcp") throw new Error("not tcp");
    const below = { ...rest, endpoint: { ...endpoint, basePath: "/engine" } };
    const client = await openEngine(below, { env: {} });
    expect(await client.get("/x", { query: { a: "1" } })).toEqual({ url: "/engine/v1.41/x?a=1" });
    expect(await client.post("/x", { query: { a: "1" } })).toEqual({ url: "/engine/v1.41/x?a=1" });
  });
});

describe("a redirect", () => {
  it("is followed on the side by docker-modem, with GET", async () => {
    const seen: string[] = [];
    const { socketPath } = await serveOnSocket(async (request, response) => {
      seen.push(`${request.method} ${request.url}`);
      const { port } = elsewhere;
      response.writeHead(307, { Location: `http://127.0.0.1:${port}/other` }).end();
    });
    const asked = deferred();
    const elsewhere = await serveOnTcp((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end();
      asked.resolve();
    });
    const { modem } = new Docker({ socketPath });
    modem.dial({ path: "/x", method: "POST", statusCodes: {} }, () => undefined);
    await asked.promise;
    expect(seen).toEqual(["POST /x", "GET /other"]);
  });

  it("is no engine's answer, and is not followed", async () => {
    const seen: string[] = [];
    const closed = deferred();
    const endpoint = await serveOnSocket((request, response) => {
      seen.push(request.url ?? "");
      request.socket.once("close", closed.resolve);
      // Nobody listens there: following it would end the process with an error that nothing catches.
      response.writeHead(301, { Location: "http://127.0.0.1:1/" }).end("moved");
    });
    await expect(openEngine(endpoint, { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringContaining("it answers with a redirect"),
    });
    // Twice: once more by the client that tells why.
    expect([...new Set(seen)]).toEqual(["/_ping"]);
    // The answer that nobody reads would keep the process alive.
    await closed.promise;
  });

  it("is not followed by docker-modem either", async () => {
    const endpoint = await serveOnSocket(
      likeEngine((_, response) => {
        response.writeHead(307, { Location: "http://127.0.0.1:1/" }).end("moved");
      }),
    );
    const client = await openEngine(endpoint, { env: {} });
    await expect(client.post("/x")).rejects.toThrow("it answers with a redirect");
    client.close();
  });
});

describe("an agent", () => {
  class CountingAgent extends Agent {
    formatted = 0;
    [inspect.custom](): string {
      this.formatted += 1;
      return "";
    }
  }

  it("is formatted by docker-modem on every request, which makes a plain one slow", async () => {
    const { socketPath } = await serveEcho();
    const agent = new CountingAgent();
    const options = { socketPath, agent };
    const { modem } = new Docker(options);
    await new Promise((resolve) => {
      modem.dial({ path: "/x", method: "GET", statusCodes: { 200: true } }, resolve);
    });
    expect(agent.formatted).toBe(1);
  });

  it("keeps connections, and is formatted neither for nothing nor with credentials", async () => {
    const ports = new Set<unknown>();
    const endpoint = await serveOnTcp(
      likeEngine((request, response) => {
        ports.add(request.socket.remotePort);
        answerJson(response, 200, {});
      }),
    );
    const source = `
      import { openEngine } from "./open-engine.ts";
      const client = await openEngine(${JSON.stringify(endpoint)}, { env: {} });
      for (const method of ["get", "post", "get"]) {
        await client[method]("/x", { headers: { "X-Registry-Auth": "c2VjcmV0" } });
      }
    `;
    const { stderr } = await runTypeScript(source, import.meta.dirname, { DEBUG: "modem" });
    expect(stderr).toContain("[request]");
    expect(stderr).not.toContain("c2VjcmV0");
    expect(ports.size).toBe(1);
  });
});
