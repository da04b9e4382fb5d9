import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

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

/** @returns the connection, once the engine has given it to what was called; else the answer with its body unread */
export type Upgrade = (call: Call) => Promise<Duplex | IncomingMessage>;
