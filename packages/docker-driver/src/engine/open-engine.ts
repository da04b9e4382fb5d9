import { isHashikeError } from "@hashike/core";
import type { ResolvedEndpoint } from "../connect/endpoint.ts";
import type { Environment } from "../connect/settings.ts";
import { compareApiVersions } from "./api-version.ts";
import type { Call } from "./call.ts";
import type { EngineClient, PostOptions, StreamOptions } from "./engine-client.ts";
import { createEngineClock } from "./engine-clock.ts";
import { connectionError } from "./faults/connection-error.ts";
import { type Modem, openModem } from "./modem.ts";
import { type EngineFacts, negotiate } from "./negotiate.ts";
import { readJson } from "./read-answer.ts";
import { orConnectionError, request, send, upgrade } from "./request.ts";

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
  const modem = openModem(endpoint.endpoint, env);
  const timeout = startTimeout(endpoint.endpoint.kind === "ssh" ? undefined : timeoutMs);
  const either = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
  try {
    const facts = await negotiate((call) => send(modem, endpoint, call), endpoint, env, either);
    return engineClient(modem, endpoint, facts);
  } catch (error) {
    // Also ends what a server that is no engine still sends.
    modem.close();
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

function engineClient(
  modem: Modem,
  endpoint: ResolvedEndpoint,
  { apiVersion, isPodman }: EngineFacts,
): EngineClient {
  const clock = createEngineClock();
  const dial = async (method: Call["method"], path: string, options: StreamOptions = {}) => {
    const response = await request(modem, endpoint, apiVersion, { ...options, method, path });
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
  return {
    description: endpoint.describe,
    endpoint,
    apiVersion,
    isPodman,
    isUnixSocket: endpoint.endpoint.kind === "unix",
    atLeast: (version) => compareApiVersions(apiVersion, version) >= 0,
    nowSeconds: () => clock.nowSeconds(),
    get: (path, options) => json("GET", path, options),
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
    upgrade: (path, options) => upgrade(modem, endpoint, apiVersion, { ...options, method: "POST", path }),
    close: () => modem.close(),
  };
}
