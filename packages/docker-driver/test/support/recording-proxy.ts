import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "./engine.ts";

/** One request that went through, e.g. `POST /v1.41/containers/create?name=web`. */
export interface RecordedRequest {
  readonly method: string;
  /** With version and query, as it was sent. */
  readonly path: string;
  /** Without version and query: `/containers/create`. */
  readonly resource: string;
}

export interface RecordingProxy extends AsyncDisposable {
  /** For DOCKER_HOST: `unix:///tmp/…/engine.sock`. */
  readonly host: string;
  /** What went through so far, oldest first; also what is not answered yet. */
  readonly requests: readonly RecordedRequest[];
  /** Without those by which a version is agreed on: newer engines are asked for their oldest, too. */
  calls(): readonly RecordedRequest[];
  /** Those that change the engine. */
  writes(): readonly RecordedRequest[];
  clear(): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Path of the engine's socket. Default: that of the tests' engine. */
  readonly engineSocket?: string;
  /** How much later it is by the `Date` of the answers. Default 0. */
  readonly aheadSeconds?: number;
}

/**
 * A unix socket that passes everything on to an engine's and writes down what was asked. Streams are passed on as
 * they come, in both directions; connections that the engine takes over (attach, exec) are not.
 */
export async function startRecordingProxy(options: ProxyOptions = {}): Promise<RecordingProxy> {
  const directory = await mkdtemp(join(tmpdir(), "hashike-proxy-"));
  const socketPath = join(directory, "engine.sock");
  const requests: RecordedRequest[] = [];
  const connections = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    requests.push(record(incoming));
    passOn(options, incoming, outgoing);
  });
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  const close = async () => {
    for (const socket of connections) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await rm(directory, { recursive: true, force: true });
  };
  return {
    host: `unix://${socketPath}`,
    requests,
    calls: () => requests.filter(({ resource }) => resource !== "/_ping" && resource !== "/version"),
    writes: () => requests.filter(isWrite),
    clear: () => requests.splice(0),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Everything but reads; waiting for a container is a POST that changes nothing. */
export function isWrite({ method, resource }: RecordedRequest): boolean {
  if (method === "GET" || method === "HEAD") return false;
  return !(method === "POST" && (/^\/containers\/[^/]+\/wait$/.test(resource) || resource === "/auth"));
}

function record({ method = "", url = "" }: IncomingMessage): RecordedRequest {
  const resource = url.replace(/\?.*$/, "").replace(/^\/v\d+\.\d+(?=\/)/, "");
  return { method, path: url, resource };
}

function passOn(
  { engineSocket = engine.socketPath, aheadSeconds = 0 }: ProxyOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const { method, url: path, headers } = incoming;
  const forwarded = request({ socketPath: engineSocket, method, path, headers }, (answer) => {
    const date = new Date(Date.parse(answer.headers.date ?? "") + aheadSeconds * 1000);
    outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, date: date.toUTCString() });
    outgoing.flushHeaders();
    answer.pipe(outgoing);
  });
  forwarded.on("error", (error) => outgoing.destroy(error));
  // A client that hangs up ends the call at the engine, too.
  outgoing.on("close", () => forwarded.destroy());
  incoming.pipe(forwarded);
}
