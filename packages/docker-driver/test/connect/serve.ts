import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { describeEndpoint, type ResolvedEndpoint } from "../../src/connect/endpoint.ts";
import { tempDir } from "./temp-dir.ts";

/** @returns the endpoint of a server on a Unix socket, which lives as long as the test */
export async function serveOnSocket(
  listener: RequestListener,
): Promise<ResolvedEndpoint & { socketPath: string }> {
  const socketPath = join(tempDir(), "engine.sock");
  await listen(createServer(listener), socketPath);
  return { ...describeEndpoint({ kind: "unix", socketPath }, { kind: "option" }), socketPath };
}

export async function serveOnTcp(listener: RequestListener): Promise<ResolvedEndpoint & { port: number }> {
  const server = createServer(listener);
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return { ...describeEndpoint({ kind: "tcp", host: "127.0.0.1", port }, { kind: "option" }), port };
}

async function listen(server: Server, where: string | number): Promise<void> {
  if (typeof where === "string") server.listen(where);
  else server.listen(where, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
}

/** Answers the ping as an engine does, and everything else with `listener`. */
export function likeEngine(
  listener: RequestListener,
  headers: Readonly<Record<string, string>> = { "Api-Version": "1.41", Server: "Docker/20.10.24 (linux)" },
): RequestListener {
  return (request, response) => {
    if (request.url === "/_ping") response.writeHead(200, headers).end("OK");
    else listener(request, response);
  };
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

export function bodyOf(request: IncomingMessage): Promise<string> {
  return text(request);
}
