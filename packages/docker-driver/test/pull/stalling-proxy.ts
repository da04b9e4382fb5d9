import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { deferred } from "../connect/deferred.ts";

/** A layer of a test has more, the image's configuration fewer. */
const layerBytes = 10_000;

/**
 * Stands in front of a registry, and makes every layer longer than anything. It sends the beginning of one, and waits.
 * @returns its address; a promise that a layer was begun; a function that sends the rest, and waits until whoever
 * pulls has hung up
 */
export async function stallingProxy(registry: string) {
  const begun = deferred();
  const stalled: ServerResponse[] = [];
  const server = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const forwarded = request(`http://${registry}${url}`, { method, headers }, (answer) => {
      const isLayer = Number(answer.headers["content-length"]) > layerBytes;
      const longer = isLayer ? { "content-length": String(2 ** 50) } : {};
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...longer });
      if (!isLayer) return answer.pipe(response);
      stalled.push(response);
      return response.write("beginning", begun.resolve);
    });
    incoming.pipe(forwarded);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    begun: begun.promise,
    untilGivenUp: () => Promise.all(stalled.map(sendUntilClosed)),
  };
}

async function sendUntilClosed(response: ServerResponse): Promise<void> {
  const closed = once(response, "close");
  const send = () => {
    if (!response.destroyed && response.write(Buffer.alloc(65_536))) setImmediate(send);
  };
  response.on("drain", send).on("error", () => undefined);
  send();
  await closed;
}
