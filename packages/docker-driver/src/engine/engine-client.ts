import type { IncomingHttpHeaders } from "node:http";
import type { Duplex, Readable } from "node:stream";
import type { ResolvedEndpoint } from "../connect/endpoint.ts";
import type { Query } from "./call.ts";

/**
 * The Docker Engine API. Paths are without version and query: `/containers/json`.
 * Calls throw an `EngineError` for a status of 400 and above, a HashikeError such as `DRIVER_ENGINE_UNREACHABLE` when
 * no answer comes, and `signal.reason` when the signal aborts, which ends the connection too.
 */
export interface EngineClient {
  /** Where the engine is, for people: `unix:///var/run/docker.sock (default)`. */
  readonly description: string;
  readonly endpoint: ResolvedEndpoint;
  /** The version spoken: `1.41`. */
  readonly apiVersion: string;
  readonly isPodman: boolean;
  /** Then the engine's files are most likely this machine's. */
  readonly isUnixSocket: boolean;
  /** Whether the version spoken has what came with `version`: `atLeast("1.44")`. */
  readonly atLeast: (version: string) => boolean;
  /** Seconds since the epoch by the engine's clock, as its last answer told it. */
  readonly nowSeconds: () => number;
  /** @returns the JSON of the answer, `undefined` for an empty one. It is not checked against `T`. */
  readonly get: <T = void>(path: string, options?: RequestOptions) => Promise<T>;
  readonly post: <T = void>(path: string, options?: PostOptions) => Promise<T>;
  readonly delete: <T = void>(path: string, options?: RequestOptions) => Promise<T>;
  readonly head: (
    path: string,
    options?: RequestOptions,
  ) => Promise<{ readonly headers: IncomingHttpHeaders }>;
  /** PUT of a tar archive. A source that is a stream is destroyed when the call fails. */
  readonly putArchive: (path: string, archive: UploadSource, options?: RequestOptions) => Promise<void>;
  /**
   * For bodies that are long, or no JSON. The body must be read to the end or destroyed; it fails when the signal
   * aborts, and when the connection breaks.
   */
  readonly stream: (path: string, options?: StreamOptions) => Promise<Readable>;
  /** POST that gives the connection itself, to talk to a process. It is destroyed when the signal aborts. */
  readonly upgrade: (path: string, options?: PostOptions) => Promise<Duplex>;
  /** Ends open connections. The client can still be used: it makes new ones. */
  readonly close: () => void;
}

export interface RequestOptions {
  readonly query?: Query | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PostOptions extends RequestOptions {
  /** Sent as JSON. */
  readonly body?: object | undefined;
}

export interface StreamOptions extends PostOptions {
  /** Default: GET. */
  readonly method?: "GET" | "POST" | "PUT" | undefined;
  /** Sent as it is, instead of `body`; destroyed when the call fails. */
  readonly upload?: UploadSource | undefined;
}

export type UploadSource = Uint8Array | AsyncIterable<Uint8Array>;
