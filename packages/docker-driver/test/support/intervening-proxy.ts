import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "./engine.ts";

export interface ArrivedRequest {
  readonly method: string;
  /** Without version and query: `/containers/create`. */
  readonly resource: string;
  readonly body: string;
}

/**
 * @returns what somebody else does as soon as the engine has done what is asked; nothing else that changes the engine reaches
 *   it in between, and nobody hears of the answer
 */
export type Intervene = (arrived: ArrivedRequest) => (() => Promise<void>) | undefined;

export interface InterveningProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
}

/** A unix socket that passes everything on to an engine's, and lets a test act between two requests of a command. */
export async function startInterveningProxy(intervene: Intervene): Promise<InterveningProxy> {
  const directory = await mkdtemp(join(tmpdir(), "hashike-intervening-"));
  const socketPath = join(directory, "engine.sock");
  const connections = new Set<Socket>();
  let intervention: Promise<void> | undefined;

  const server = createServer(async (incoming, outgoing) => {
    const body = await readAll(incoming);
    const { method = "", url = "" } = incoming;
    const resource = url.replace(/\?.*$/, "").replace(/^\/v\d+\.\d+(?=\/)/, "");
    if (method !== "GET") await intervention;
    const act = intervene({ method, resource, body: body.toString("utf8") });
    if (act === undefined) return passOn(incoming, body, outgoing, undefined);
    intervention = new Promise((resolve) => {
      passOn(incoming, body, outgoing, () => act().then(resolve));
    });
  });
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socketPath, resolve);
  });
  return {
    host: `unix://${socketPath}`,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function passOn(
  { method, url: path, headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  answered: (() => Promise<void>) | undefined,
): void {
  const forwarded = request({ socketPath: engine.socketPath, method, path, headers }, async (answer) => {
    await answered?.();
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.flushHeaders();
    answer.pipe(outgoing);
  });
  forwarded.on("error", (error) => outgoing.destroy(error));
  outgoing.on("close", () => forwarded.destroy());
  forwarded.end(body);
}
