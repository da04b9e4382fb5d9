import type { IncomingMessage } from "node:http";
import { addAbortSignal } from "node:stream";
import { isHashikeError } from "@hashike/core";
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
