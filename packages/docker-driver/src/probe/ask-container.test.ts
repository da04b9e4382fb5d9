import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Stream } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import type { HttpGetHandler, ProbeHandler } from "@hashike/core";
import { afterEach, describe, expect, it } from "vitest";
import { makeCertificates } from "../../test/connect/certificates.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { askContainer } from "./ask-container.ts";

const opened: TcpServer[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close();
    if ("closeAllConnections" in server) (server as Server).closeAllConnections();
  }
});

async function listen(server: TcpServer): Promise<number> {
  opened.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

const serve = (handle: RequestListener) => listen(createServer(handle));

/** Of a container on the host's own network, so that servers of the test stand for it. */
const client = {
  endpoint: { endpoint: { kind: "unix", socketPath: "/var/run/docker.sock" } },
  get: async () => ({ HostConfig: { NetworkMode: "host" }, NetworkSettings: { Networks: null } }),
} as unknown as EngineClient;

/** Of a container that answers by one host port. */
function publishing(containerPort: number, hostPort: number): EngineClient {
  const Ports = { [`${containerPort}/tcp`]: [{ HostIp: "0.0.0.0", HostPort: String(hostPort) }] };
  return {
    endpoint: { endpoint: { kind: "tcp", host: "127.0.0.1", port: 2375 } },
    get: async () => ({ HostConfig: {}, NetworkSettings: { Networks: {}, Ports } }),
  } as unknown as EngineClient;
}

interface Given {
  readonly client?: EngineClient;
  readonly signal?: AbortSignal;
  readonly secrets?: Readonly<Record<string, string>>;
}

function ask(handler: ProbeHandler, given: Given = {}) {
  const signal = new AbortController().signal;
  return askContainer(handler, 30, { client, id: "web", signal, secrets: {}, ...given });
}

function httpGet(port: number, more: Partial<HttpGetHandler> = {}): HttpGetHandler {
  return { kind: "httpGet", scheme: "http", port, path: "/healthz", headers: [], ...more };
}

/** A server with these answers by path, and what it was asked. */
async function answering(answers: Readonly<Record<string, readonly [number, string?]>>) {
  const asked: IncomingMessage[] = [];
  const port = await serve((request, response) => {
    asked.push(request);
    const [status, location] = answers[request.url ?? ""] ?? [404];
    response.writeHead(status, location === undefined ? {} : { location });
    response.end("an answer");
  });
  return { port, asked };
}

describe("httpGet", () => {
  it.each([200, 204, 302, 399])("takes %i for a success", async (status) => {
    const { port } = await answering({ "/healthz": [status] });
    expect(await ask(httpGet(port))).toEqual({ kind: "success" });
  });

  it.each([400, 404, 500, 503])("takes %i for a failure, and says who answered so", async (status) => {
    const { port } = await answering({ "/healthz?token=s3cret": [status] });
    expect(await ask(httpGet(port, { path: "/healthz?token=s3cret" }))).toEqual({
      kind: "failure",
      reason: `GET http://127.0.0.1:${port}/healthz?… answered ${status}`,
    });
  });

  it("sends the headers that are given, with their secrets, and ours where none is", async () => {
    const { port, asked } = await answering({ "/healthz": [200] });
    const id = "0123456789abcdef0123456789abcdef";
    const headers = [
      { name: "Host", value: "shop.example" },
      { name: "Authorization", value: `$(secret:${id})` },
      { name: "X-Tag", value: "a" },
      { name: "x-tag", value: "b" },
    ];
    await ask(httpGet(port, { headers }), { secrets: { [id]: "Bearer s3cret" } });
    await ask(httpGet(port));
    expect(asked[0]?.headers).toMatchObject({
      host: "shop.example",
      authorization: "Bearer s3cret",
      "x-tag": "a, b",
      accept: "*/*",
    });
    expect(asked[1]?.headers).toMatchObject({ host: `127.0.0.1:${port}`, "user-agent": "hashike-probe/1" });
  });

  it("follows redirects on the same host, and no others", async () => {
    const { port, asked } = await answering({
      "/healthz": [302, "/login"],
      "/login": [301, "home"],
      "/home": [500],
      "/away": [302, "http://other.invalid/"],
    });
    expect(await ask(httpGet(port))).toMatchObject({
      kind: "failure",
      reason: expect.stringContaining("500"),
    });
    expect(asked.map(({ url }) => url)).toEqual(["/healthz", "/login", "/home"]);
    expect(await ask(httpGet(port, { path: "/away" }))).toEqual({ kind: "success" });
  });

  it("gives up on redirects that go round in circles", async () => {
    const { port } = await answering({ "/healthz": [302, "/healthz"] });
    expect(await ask(httpGet(port))).toEqual({
      kind: "failure",
      reason: expect.stringContaining("redirected more than 10 times"),
    });
  });

  it("does not follow a redirect to a port that is not published", async () => {
    const { port } = await answering({ "/healthz": [302, "http://127.0.0.1:1/"] });
    expect(await ask(httpGet(port))).toMatchObject({ kind: "failure" });
    expect(await ask(httpGet(80), { client: publishing(80, port) })).toEqual({ kind: "success" });
  });

  it("asks by TLS without looking at the certificate", async () => {
    const { server } = await makeCertificates();
    const tls = { cert: server.cert, key: server.key };
    const port = await listen(createHttpsServer(tls, (_, response) => void response.end()));
    expect(await ask(httpGet(port, { scheme: "https" }))).toEqual({ kind: "success" });
    expect(await ask(httpGet(port))).toMatchObject({ kind: "failure" });
  });

  it("does not wait for a body without end", async () => {
    const port = await serve((_, response) => {
      response.writeHead(200);
      const more = () =>
        response.write("x".repeat(1000), (error) => (error ? undefined : setImmediate(more)));
      more();
    });
    expect(await ask(httpGet(port))).toEqual({ kind: "success" });
  });

  it("says that nobody listens, and that no answer came", async () => {
    expect(await ask(httpGet(1))).toEqual({
      kind: "failure",
      reason: "GET http://127.0.0.1:1/healthz: connection refused",
    });
    const port = await serve(({ socket }) => void socket.destroy());
    expect(await ask(httpGet(port))).toEqual({
      kind: "failure",
      reason: `GET http://127.0.0.1:${port}/healthz: the connection was closed`,
    });
    const silent = await serve(() => {});
    const asking = { client, id: "web", signal: new AbortController().signal, secrets: {} };
    expect(await askContainer(httpGet(silent), 0.01, asking)).toEqual({
      kind: "failure",
      reason: `GET http://127.0.0.1:${silent}/healthz did not answer within 0.01 s`,
    });
  });

  it("says so of a server that does not speak TLS, and of one that says nothing", async () => {
    const plain = await serve((_, response) => void response.end());
    expect(await ask(httpGet(plain, { scheme: "https" }))).toMatchObject({ kind: "failure" });
    const closing = await listen(createTcpServer((socket) => void socket.end()));
    expect(await ask(httpGet(closing, { scheme: "https" }))).toMatchObject({
      kind: "failure",
      reason: expect.stringContaining("the connection was closed"),
    });
    const silent = await listen(createTcpServer());
    const asking = { client, id: "web", signal: new AbortController().signal, secrets: {} };
    expect(await askContainer(httpGet(silent, { scheme: "https" }), 0.01, asking)).toEqual({
      kind: "failure",
      reason: `GET https://127.0.0.1:${silent}/healthz did not answer within 0.01 s`,
    });
  });

  it.each(["http", "https"] as const)("ends when nobody wants to know any more (%s)", async (scheme) => {
    const controller = new AbortController();
    // The first bytes of a question, or of a handshake that nobody answers.
    const port = await listen(
      createTcpServer((socket) => void socket.once("data", () => controller.abort(new Error("enough")))),
    );
    await expect(ask(httpGet(port, { scheme }), { signal: controller.signal })).rejects.toThrow("enough");
  });
});

describe("tcpSocket", () => {
  it("is a success when somebody listens", async () => {
    const port = await listen(createTcpServer());
    expect(await ask({ kind: "tcpSocket", port })).toEqual({ kind: "success" });
    expect(await ask({ kind: "tcpSocket", port: 1, host: "127.0.0.1" })).toEqual({
      kind: "failure",
      reason: "connecting to 127.0.0.1:1: connection refused",
    });
  });

  it("is not taken in by a proxy with nobody behind it", async () => {
    const hollow = await listen(createTcpServer((socket) => void socket.destroy()));
    expect(await ask({ kind: "tcpSocket", port: 80 }, { client: publishing(80, hollow) })).toMatchObject({
      kind: "failure",
    });
    const solid = await listen(createTcpServer((socket) => void socket.write("220 hello")));
    expect(await ask({ kind: "tcpSocket", port: 80 }, { client: publishing(80, solid) })).toEqual({
      kind: "success",
    });
  });

  it("is unknown where nobody can ask", async () => {
    expect(await ask({ kind: "tcpSocket", port: 80 }, { client: publishing(80, 1) })).toEqual({
      kind: "unknown",
      reason: "127.0.0.1:1 cannot be reached from here",
    });
    expect(await ask({ kind: "tcpSocket", port: 81 }, { client: publishing(80, 1) })).toEqual({
      kind: "unknown",
      reason: "this machine is on none of its networks, and port 81 is not published on the host",
    });
  });
});

describe("grpc", () => {
  /** @param answer what the server does with a call for a service */
  async function grpcServer(answer: (stream: ServerHttp2Stream, service: string) => void): Promise<number> {
    const server = createHttp2Server();
    server.on("stream", (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        expect(headers[":path"]).toBe("/grpc.health.v1.Health/Check");
        answer(stream, Buffer.concat(chunks).subarray(7).toString());
      });
    });
    return listen(server);
  }

  function reply(stream: ServerHttp2Stream, status: number): void {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end(Buffer.of(0, 0, 0, 0, 2, 0x08, status));
  }

  it("takes SERVING for a success, and nothing else", async () => {
    const port = await grpcServer((stream, service) => reply(stream, service === "shop" ? 1 : 2));
    expect(await ask({ kind: "grpc", port, service: "shop" })).toEqual({ kind: "success" });
    expect(await ask({ kind: "grpc", port, service: "" })).toEqual({
      kind: "failure",
      reason: `the gRPC health check at 127.0.0.1:${port} answered NOT_SERVING`,
    });
  });

  it("says why a server refuses", async () => {
    const port = await grpcServer((stream) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc", "grpc-status": "12" });
      stream.end();
    });
    expect(await ask({ kind: "grpc", port, service: "" })).toEqual({
      kind: "failure",
      reason: `the gRPC health check at 127.0.0.1:${port}: it answered with gRPC status UNIMPLEMENTED`,
    });
  });

  it("is a failure where no gRPC is spoken", async () => {
    const { port } = await answering({});
    expect(await ask({ kind: "grpc", port, service: "" })).toMatchObject({ kind: "failure" });
    expect(await ask({ kind: "grpc", port: 1, service: "" })).toMatchObject({
      kind: "failure",
      reason: expect.stringContaining("connection refused"),
    });
  });
});
