import type { IncomingMessage } from "node:http";
import type { Endpoint } from "../connect/endpoint.ts";
import type { Environment } from "../connect/settings.ts";
import { plainGet } from "./plain-get.ts";
import { type Transport, transportFor } from "./transport.ts";

/** One HTTP request. The path is final: with the API's version, without a query. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  readonly path: string;
  readonly query?: Query | undefined;
  /** Sent as JSON; only with POST. */
  readonly body?: object | undefined;
  /** Sent as it is; only with POST and PUT. */
  readonly upload?: Uint8Array | NodeJS.ReadableStream | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Entries that are `undefined` are left out; a list repeats its key. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** @returns the answer with its body unread, whatever its status */
export type Dial = (call: Call) => Promise<IncomingMessage>;

export interface Modem {
  readonly dial: Dial;
  /** Ends every connection. */
  readonly close: () => void;
}

/**
 * The HTTP client for an endpoint: dockerode's, but for GET, which needs none of what that does. It is loaded with the
 * first call of another kind, and Node's own with the first call.
 */
export function openModem(endpoint: Endpoint, env: Environment): Modem {
  let transport: Promise<Transport> | undefined;
  let dockerode: Promise<Dial> | undefined;
  return {
    dial: async (call) => {
      transport ??= transportFor(endpoint, env);
      const reached = await transport;
      if (call.method === "GET" && call.upload === undefined) return plainGet(reached, call);
      dockerode ??= import("./dockerode-dial.ts").then((m) => m.dockerodeDial(endpoint, reached));
      return (await dockerode)(call);
    },
    close: () => void transport?.then(({ agent }) => agent.destroy()),
  };
}
