import type { IncomingMessage } from "node:http";
import { type ObjectBackend, type OpenPart, parseContentRange } from "../object/object-backend.ts";
import { shownHttpAddress } from "./http-address.ts";
import { httpError, mayPass, StatusError } from "./http-error.ts";
import type { HttpOptions } from "./http-options.ts";
import { type HttpRequest, sendRequest } from "./send-request.ts";

type Conditions = HttpRequest["conditions"];

/** Reads one HTTP resource. Its version is the ETag, else the time of its last change, else its size. */
export function createHttpBackend(url: URL, { headers }: HttpOptions): ObjectBackend {
  const ask = async (
    method: HttpRequest["method"],
    conditions: Conditions,
    signal: AbortSignal | undefined,
  ): Promise<OpenPart & { readonly status: number }> => {
    try {
      const answer = await sendRequest(url, { method, headers, conditions, signal });
      const { statusCode: status = 0 } = answer;
      if (status === 200 || status === 206 || status === 304) return { ...openPart(answer), status };
      answer.destroy();
      throw new StatusError(status);
    } catch (error) {
      signal?.throwIfAborted();
      throw mayPass(error) ? error : httpError(url, error);
    }
  };

  return {
    address: shownHttpAddress(url),
    explain: async (error) => httpError(url, error),
    async head(signal) {
      const { stat, cancel } = await ask("HEAD", {}, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        if (mayPass(error)) throw error;
        // Some servers know no HEAD, and a signed URL is for one method only.
        return ask("GET", { range: "bytes=0-0" }, signal);
      });
      cancel();
      return stat;
    },
    get: ({ range, version }, signal) => ask("GET", { range, ...onlyIf(version) }, signal),
    async getUnless(version, signal) {
      const part = await ask("GET", unless(version), signal);
      if (part.status !== 304) return part;
      part.cancel();
      return undefined;
    },
  };
}

function openPart(answer: IncomingMessage): OpenPart {
  const { headers } = answer;
  const range = parseContentRange(headers["content-range"]);
  const length = headers["content-length"];
  const size = range === undefined ? (length === undefined ? undefined : Number(length)) : range.size;
  return {
    stat: { size, version: headers.etag ?? headers["last-modified"] ?? `${size}` },
    start: range?.start ?? 0,
    chunks: answer,
    cancel: () => void answer.destroy(),
  };
}

/** Weak ETags (`W/"…"`) are for equal meaning, not equal bytes, so servers refuse them for parts. */
function onlyIf(version: string | undefined): Conditions {
  if (version?.startsWith('"')) return { "if-match": version };
  return version !== undefined && isDate(version) ? { "if-unmodified-since": version } : {};
}

function unless(version: string | undefined): Conditions {
  if (version === undefined || /^(\d+|undefined)$/.test(version)) return {};
  return isDate(version) ? { "if-modified-since": version } : { "if-none-match": version };
}

/** As in `Last-Modified: Sat, 21 Nov 2026 09:30:07 GMT`. */
function isDate(version: string): boolean {
  return /^[A-Z][a-z]{2}, /.test(version);
}
