import type { IncomingMessage } from "node:http";
import { isHashikeError } from "@hashike/core";
import type { ResolvedEndpoint } from "../connect/endpoint.ts";
import type { Environment } from "../connect/settings.ts";
import { compareApiVersions } from "./api-version.ts";
import { connectionError } from "./connection-error.ts";
import type { EngineClient, PostOptions, RequestOptions, StreamOptions } from "./engine-client.ts";
import { createEngineClock } from "./engine-clock.ts";
import { type EngineSocket, openEngineSocket } from "./engine-socket.ts";
import { getMany } from "./get-many.ts";
import { type Call, type Modem, openModem } from "./modem.ts";
import { type EngineFacts, negotiate } from "./negotiate.ts";
import { readJson } from "./read-answer.ts";
import { orConnectionError, request, send } from "./request.ts";
import { socketGet } from "./socket-get.ts";

export interface OpenEngineOptions {
  /** For DOCKER_API_VERSION and ssh. */
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  /** How long the first answer may take; default 30 000. ssh has its own limit, as it may ask for a passphrase. */
  readonly timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 30_000;

/**
 * Connects to an engine and settles on an API version.
 * @throws HashikeError `DRIVER_ENGINE_UNREACHABLE`, `DRIVER_ENGINE_DENIED`, `DRIVER_ENGINE_TOO_OLD`,
 * `DRIVER_ENDPOINT_INVALID`; `signal.reason` when aborted
 */
export async function openEngine(
  endpoint: ResolvedEndpoint,
  options: OpenEngineOptions,
): Promise<EngineClient> {
  const { env, signal, timeoutMs = defaultTimeoutMs } = options;
  const way = openWay(endpoint, env);
  const timeout = startTimeout(endpoint.endpoint.kind === "ssh" ? undefined : timeoutMs);
  const either = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
  try {
    const facts = await negotiate(way, endpoint, env, either);
    return engineClient(way, endpoint, facts);
  } catch (error) {
    // Also ends what a server that is no engine still sends.
    way.close();
    if (signal?.aborted) throw signal.reason;
    throw isHashikeError(error)
      ? error
      : connectionError(timeout.signal.aborted ? timeout.signal.reason : error, endpoint);
  } finally {
    timeout.clear();
  }
}

/** As `AbortSignal.timeout`, which takes Node a millisecond to set up. */
function startTimeout(ms: number | undefined): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  if (ms === undefined) return { signal: controller.signal, clear: () => undefined };
  const end = () => controller.abort(new DOMException("no answer in time", "TimeoutError"));
  const timer = setTimeout(end, ms);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}

/** How an engine is reached. */
export interface Way {
  /** The answer, whatever its status. */
  readonly send: (call: Call) => Promise<IncomingMessage>;
  /** Opened when it is first needed. */
  readonly modem: () => Modem;
  /** For looks at an engine that has one of its own here. */
  readonly socket: EngineSocket | undefined;
  readonly close: () => void;
}

function openWay(resolved: ResolvedEndpoint, env: Environment): Way {
  const { endpoint } = resolved;
  let opened: Modem | undefined;
  const modem = () => {
    opened ??= openModem(endpoint, env);
    return opened;
  };
  const socket = endpoint.kind === "unix" ? openEngineSocket(endpoint.socketPath) : undefined;
  return {
    send: (call) => send(modem(), resolved, call),
    modem,
    socket,
    close: () => {
      opened?.close();
      socket?.close();
    },
  };
}

function engineClient(
  { modem, socket, close }: Way,
  endpoint: ResolvedEndpoint,
  { apiVersion, isPodman }: EngineFacts,
): EngineClient {
  const clock = createEngineClock();
  const dial = async (method: Call["method"], path: string, options: StreamOptions = {}) => {
    const response = await request(modem(), endpoint, apiVersion, { ...options, method, path });
    clock.see(response.headers);
    return response;
  };
  const json = async <T>(method: Call["method"], path: string, options?: PostOptions): Promise<T> => {
    const response = await dial(method, path, options);
    const value = await orConnectionError(endpoint, options?.signal, () =>
      readJson(response, { method, path }),
    );
    return value as T;
  };
  const ask: EngineSocket["ask"] | undefined =
    socket &&
    ((paths, signal) =>
      socket.ask(
        paths.map((path) => `/v${apiVersion}${path}`),
        signal,
      ));
  const dialGet: EngineClient["get"] = (path, options) => json("GET", path, options);
  const get = async <T>(path: string, options?: RequestOptions): Promise<T> => {
    const answer = ask && (await socketGet(ask, clock, path, options));
    return answer === undefined ? dialGet<T>(path, options) : (answer.value as T);
  };
  return {
    description: endpoint.describe,
    endpoint,
    apiVersion,
    isPodman,
    isUnixSocket: endpoint.endpoint.kind === "unix",
    atLeast: (version) => compareApiVersions(apiVersion, version) >= 0,
    nowSeconds: () => clock.nowSeconds(),
    get,
    getMany: async <T>(paths: readonly string[], { signal }: Pick<RequestOptions, "signal"> = {}) =>
      (await getMany(paths, { get: dialGet, ask }, signal)) as readonly (T | undefined)[],
    tryMany: async (paths, { signal } = {}) => {
      const answers = (await ask?.(paths, signal)) ?? [];
      return paths.map((_, index) => (answers[index]?.status === 200 ? answers[index].body : undefined));
    },
    post: (path, options) => json("POST", path, options),
    delete: (path, options) => json("DELETE", path, options),
    head: async (path, options) => {
      const response = await dial("HEAD", path, options);
      // Frees the connection, also without a body.
      response.resume();
      return { headers: response.headers };
    },
    putArchive: async (path, archive, options) => {
      const response = await dial("PUT", path, { ...options, upload: archive });
      response.resume();
    },
    stream: (path, options) => dial(options?.method ?? "GET", path, options),
    close,
  };
}
