import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpServer extends AsyncDisposable {
  readonly origin: string;
  readonly requests: IncomingMessage[];
}

/** A server on a free port of this machine, which answers as it is told. */
export async function startHttpServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Default: true. */
  readonly ranges?: boolean;
  /** Ends the connection after so many bytes of the body. */
  readonly cutAfter?: number | undefined;
}

/** Answers as a file server does: HEAD, ranges and conditions. */
export function serveFile(request: IncomingMessage, response: ServerResponse, file: ServedFile): void {
  const { etag, lastModified, bytes } = file;
  if (etag !== undefined) response.setHeader("etag", etag);
  if (lastModified !== undefined) response.setHeader("last-modified", lastModified);
  const status = conditionStatus(request.headers, file);
  if (status !== undefined) {
    response.writeHead(status).end();
    return;
  }
  const range = file.ranges === false ? undefined : request.headers.range;
  const [start, stop] = rangeOf(range, bytes.length);
  if (range !== undefined && start > stop) {
    response.writeHead(416).end();
    return;
  }
  const body = bytes.subarray(start, stop + 1);
  if (range !== undefined) {
    response.setHeader("content-range", `bytes ${start}-${stop}/${bytes.length}`);
    response.statusCode = 206;
  }
  response.setHeader("content-length", body.length);
  if (file.cutAfter === undefined || request.method === "HEAD") response.end(body);
  else response.write(body.subarray(0, file.cutAfter), () => response.destroy());
}

function conditionStatus(
  headers: IncomingMessage["headers"],
  { etag, lastModified }: ServedFile,
): number | undefined {
  if (etag !== undefined && headers["if-none-match"] === etag) return 304;
  if (lastModified !== undefined && headers["if-modified-since"] === lastModified) return 304;
  const unmodified = headers["if-unmodified-since"];
  if (unmodified !== undefined && unmodified !== lastModified) return 412;
  return headers["if-match"] === undefined || headers["if-match"] === etag ? undefined : 412;
}

function rangeOf(range: string | undefined, size: number): readonly [number, number] {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === "" && to === "") return [0, size - 1];
  if (from === "") return size === 0 ? [0, -1] : [Math.max(0, size - Number(to)), size - 1];
  return [Number(from), to === "" ? size - 1 : Math.min(Number(to), size - 1)];
}
