import type { IncomingMessage } from "node:http";
import type { Call } from "./call.ts";
import { queryText } from "./query-text.ts";
import type { Transport } from "./transport.ts";

/**
 * GET by Node's own HTTP. An observation is many of them, and docker-modem formats, copies and checks each.
 * @returns the answer with its body unread, whatever its status
 */
export function plainGet(
  { agent, address, request, basePath }: Transport,
  call: Call,
): Promise<IncomingMessage> {
  const { query = {}, headers, signal } = call;
  return new Promise((resolve, reject) => {
    const path = `${basePath}${call.path}${queryText(query)}`;
    const sent = request({ ...address, agent, path, headers: { ...headers }, signal });
    sent.on("error", reject);
    sent.on("response", (response) => {
      if (!isRedirect(response)) return resolve(response);
      // Its body would keep the connection, and with it the process.
      sent.destroy();
      reject(new RedirectError());
    });
    sent.end();
  });
}

/** Whoever sends one is no engine. */
export class RedirectError extends Error {
  override readonly name = "RedirectError";
}

function isRedirect({ statusCode = 0, headers }: IncomingMessage): boolean {
  return statusCode >= 300 && statusCode < 400 && headers.location !== undefined;
}
