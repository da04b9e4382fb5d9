import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly status: number;
  /** Of the answer's body. */
  readonly bytes: number;
  /** Of the request's body. */
  readonly uploaded: number;
}

/** Passes requests on to a server and notes what went through; signatures stay right, as the Host header is kept. */
export interface RecordingProxy extends AsyncDisposable {
  readonly endpoint: string;
  readonly requests: RecordedRequest[];
}

export interface ProxyOptions {
  /** Cuts the connection when this many bytes of a body have passed; undefined lets it through. */
  readonly cutAfter?: (request: IncomingMessage) => number | undefined;
  /** Changes what is uploaded. */
  readonly changeUpload?: (chunk: Buffer) => Buffer;
}

export async function startRecordingProxy(
  target: string,
  options: ProxyOptions = {},
): Promise<RecordingProxy> {
  const requests: RecordedRequest[] = [];
  const proxy = createServer((from, to) => forward(target, from, to, requests, options));
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function forward(
  target: string,
  from: IncomingMessage,
  to: ServerResponse,
  requests: RecordedRequest[],
  { cutAfter, changeUpload = (chunk) => chunk }: ProxyOptions,
): void {
  const { method = "", url: path = "", headers } = from;
  const limit = cutAfter?.(from) ?? Number.POSITIVE_INFINITY;
  const onward = request(`${target}${path}`, { method, headers }, (answer) => {
    const { statusCode: status = 0 } = answer;
    let bytes = 0;
    to.writeHead(status, answer.headers);
    to.flushHeaders();
    answer.on("data", (chunk: Buffer) => {
      const passed = chunk.subarray(0, limit - bytes);
      bytes += passed.length;
      to.write(passed, () => {
        if (bytes >= limit) to.destroy();
      });
    });
    answer.on("end", () => bytes < limit && to.end());
    to.on("close", () => {
      onward.destroy();
      requests.push({ method, path, headers, status, bytes, uploaded });
    });
  });
  onward.on("error", () => to.destroy());
  let uploaded = 0;
  from.on("data", (chunk: Buffer) => {
    uploaded += chunk.length;
    if (!onward.write(changeUpload(chunk))) {
      from.pause();
      onward.once("drain", () => from.resume());
    }
  });
  from.on("end", () => onward.end());
  from.on("close", () => from.complete || onward.destroy());
}
