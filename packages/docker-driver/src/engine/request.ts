import { IncomingMessage } from "node:http";
import { addAbortSignal, type Duplex } from "node:stream";
import { HashikeError, isHashikeError } from "@hashike/core";
import type { ResolvedEndpoint } from "../connect/endpoint.ts";
import type { Call } from "./call.ts";
import type { StreamOptions } from "./engine-client.ts";
import { connectionError } from "./faults/connection-error.ts";
import type { Modem } from "./modem.ts";
import { readError } from "./read-answer.ts";
import { openUpload } from "./upload.ts";

/** A request as the driver makes it: its path is without the API's version. */
export interface EngineRequest extends Omit<StreamOptions, "method"> {
  readonly method: Call["method"];
  readonly path: string;
}

/**
 * @returns the answer with its body unread, when its status is below 400
 * @throws EngineError for another status; HashikeError when no answer comes; the error of the upload's source
 */
export async function request(
  modem: Modem,
  endpoint: ResolvedEndpoint,
  apiVersion: string,
  wanted: EngineRequest,
): Promise<IncomingMessage> {
  const { signal } = wanted;
  const upload = openUpload(wanted.upload);
  try {
    const path = `/v${apiVersion}${wanted.path}`;
    const response = await send(modem, endpoint, { ...wanted, path, upload: upload.body });
    if ((response.statusCode ?? 0) < 400) {
      // The engine may answer while it reads; who reads the answer is to know why it ended.
      upload.onError((error) => response.destroy(error));
      return response;
    }
    throw await orConnectionError(endpoint, signal, () => readError(response, wanted));
  } catch (error) {
    const fault = upload.error() ?? error;
    upload.cancel();
    throw fault;
  }
}

/**
 * Asks for the connection itself, to talk to what a container runs.
 * @throws as {@link request}
 */
export async function upgrade(
  modem: Modem,
  endpoint: ResolvedEndpoint,
  apiVersion: string,
  wanted: EngineRequest,
): Promise<Duplex> {
  const { signal, body, query } = wanted;
  signal?.throwIfAborted();
  const call: Call = {
    method: wanted.method,
    path: `/v${apiVersion}${wanted.path}`,
    query,
    signal,
    // Whatever else were sent as a body would be taken for what the process is to read.
    ...(body === undefined
      ? { upload: new Uint8Array(), headers: { "Content-Type": "text/plain" } }
      : { body }),
  };
  const got = await orConnectionError(endpoint, signal, () => modem.upgrade(call));
  if (!(got instanceof IncomingMessage)) return signal === undefined ? got : addAbortSignal(signal, got);
  if ((got.statusCode ?? 0) >= 400) {
    throw await orConnectionError(endpoint, signal, () => readError(got, wanted));
  }
  got.destroy();
  throw new HashikeError("DRIVER_UNSUPPORTED", `${wanted.path}: the connection could not be taken over`, {
    hint: "a proxy before the engine has to pass on upgrades of connections",
  });
}

/** @returns the answer, whatever its status */
export async function send(modem: Modem, endpoint: ResolvedEndpoint, call: Call): Promise<IncomingMessage> {
  const { signal } = call;
  signal?.throwIfAborted();
  const response = await orConnectionError(endpoint, signal, () => modem.dial(call));
  // The signal that was given to the request no longer counts once an answer has begun.
  return signal === undefined ? response : addAbortSignal(signal, response);
}

/** What goes wrong while talking is the connection's fault, unless it was ended on purpose. */
export async function orConnectionError<T>(
  endpoint: ResolvedEndpoint,
  signal: AbortSignal | undefined,
  talk: () => Promise<T>,
): Promise<T> {
  try {
    return await talk();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw isHashikeError(error) ? error : connectionError(error, endpoint);
  }
}
