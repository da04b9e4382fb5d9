import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "./engine.ts";

/**
 * What goes wrong with a request. `kill before`, `kill after`: whoever asks is killed when it has arrived, or once the
 * engine has answered. `reset before`, `reset after`: the same, but only the connection is cut. `refuse`: it is answered
 * with status 500 and never arrives. `lie`: it arrives, and is answered with 500. `half`: half of the answer comes.
 * `stall`: the answer comes five seconds late.
 */
export const faultKinds = [
  "kill before",
  "kill after",
  "reset before",
  "reset after",
  "refuse",
  "lie",
  "half",
  "stall",
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultyProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Arms one fault for the n-th request from now that changes the engine, from 1. `kill` is called by the kill kinds. */
  arm(fault: { readonly kind: FaultKind; readonly at: number; readonly kill: () => void }): void;
  /** The request that was hit, e.g. `POST /containers/create`; absent when there were fewer. */
  readonly hit: string | undefined;
}

interface Armed {
  readonly kind: FaultKind;
  left: number;
  readonly kill: () => void;
}

/** A unix socket that passes everything on to an engine's, but for the one request that a test chose. */
export async function startFaultyProxy(): Promise<FaultyProxy> {
  const directory = await mkdtemp(join(tmpdir(), "hashike-faulty-"));
  const socketPath = join(directory, "engine.sock");
  const connections = new Set<Socket>();
  let armed: Armed | undefined;
  let hit: string | undefined;
  const server = createServer((incoming, outgoing) => {
    const resource = (incoming.url ?? "").replace(/\?.*$/, "").replace(/^\/v\d+\.\d+(?=\/)/, "");
    const isWrite = incoming.method === "POST" || incoming.method === "DELETE" || incoming.method === "PUT";
    if (armed !== undefined && isWrite && !/\/(wait|auth|exec)$/.test(resource)) armed.left -= 1;
    if (armed === undefined || armed.left > 0 || !isWrite) return passOn(incoming, outgoing, undefined);
    const now = armed;
    armed = undefined;
    hit = `${incoming.method} ${resource.replace(/[0-9a-f]{64}/, "ID")}`;
    strike(now, incoming, outgoing);
  });
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  return {
    host: `unix://${socketPath}`,
    arm: ({ kind, at, kill }) => {
      armed = { kind, left: at, kill };
      hit = undefined;
    },
    get hit() {
      return hit;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of connections) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function strike({ kind, kill }: Armed, incoming: IncomingMessage, outgoing: ServerResponse): void {
  switch (kind) {
    case "kill before":
      kill();
      outgoing.destroy();
      return;
    case "reset before":
      outgoing.destroy();
      return;
    case "refuse":
      refuse(outgoing);
      return;
    case "kill after":
      passOn(incoming, outgoing, () => {
        kill();
        outgoing.destroy();
      });
      return;
    case "reset after":
      passOn(incoming, outgoing, () => outgoing.destroy());
      return;
    case "lie":
      passOn(incoming, outgoing, () => refuse(outgoing));
      return;
    case "half":
      passOn(incoming, outgoing, (status, body) => {
        outgoing.writeHead(status, { "content-type": "application/json", "content-length": body.length + 2 });
        outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      });
      return;
    case "stall":
      passOn(incoming, outgoing, (status, body) => {
        setTimeout(() => outgoing.writeHead(status, { "content-type": "application/json" }).end(body), 5000);
      });
  }
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(500, { "content-type": "application/json" }).end('{"message":"out of order"}');
}

/** @param instead what to do with the engine's whole answer, in place of passing it on */
function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  instead: ((status: number, body: Buffer) => void) | undefined,
): void {
  const { method, url: path, headers } = incoming;
  const forwarded = request({ socketPath: engine.socketPath, method, path, headers }, (answer) => {
    if (instead === undefined) {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      return;
    }
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("end", () => instead(answer.statusCode ?? 502, Buffer.concat(chunks)));
  });
  forwarded.on("error", (error) => outgoing.destroy(error));
  if (instead === undefined) outgoing.on("close", () => forwarded.destroy());
  incoming.pipe(forwarded);
}
