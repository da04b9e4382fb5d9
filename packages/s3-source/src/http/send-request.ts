import { type IncomingMessage, type OutgoingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { HashikeError } from "@hashike/core";
import { shownHttpAddress } from "./http-address.ts";
import type { HttpOptions } from "./http-options.ts";

export interface HttpRequest extends HttpOptions {
  readonly method: "GET" | "HEAD";
  /** Sent wherever the request is redirected to. */
  readonly conditions: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal | undefined;
}

const maxRedirects = 5;

/** Until the answer's headers are there, in milliseconds. */
const answerMs = 30_000;

/**
 * Sends a request, and follows redirects. Bodies come as they are sent: nothing is unpacked.
 * @returns an answer of status 200 or above, whose body the caller reads or destroys
 * @throws HashikeError `SOURCE_UNREADABLE` for too many redirects, and for one from https to http
 */
export async function sendRequest(asked: URL, request: HttpRequest): Promise<IncomingMessage> {
  let url = asked;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const own = url.origin === asked.origin ? request.headers : {};
    const answer = await sendOnce(url, request, { "user-agent": "hashike", ...own, ...request.conditions });
    const location = isRedirect(answer) ? answer.headers.location : undefined;
    if (location === undefined) return answer;
    answer.destroy();
    url = nextUrl(location, url, asked);
  }
  throw refused(asked, `redirected more than ${maxRedirects} times`, "give the address that it ends at");
}

function sendOnce(
  url: URL,
  { method, signal }: HttpRequest,
  headers: Readonly<Record<string, string | undefined>>,
): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const given = Object.entries(headers).filter(([, value]) => value !== undefined);
  const all: OutgoingHttpHeaders = Object.fromEntries(
    given.map(([name, value]) => [name.toLowerCase(), value]),
  );
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers: all, ...(signal === undefined ? {} : { signal }) });
    const timeout = setTimeout(
      () => request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
      answerMs,
    );
    request.on("response", (answer) => {
      clearTimeout(timeout);
      resolve(answer);
    });
    request.on("error", (error) => {
      clearTimeout(timeout);
      reject(error);
    });
    request.end();
  });
}

function isRedirect({ statusCode = 0 }: IncomingMessage): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode);
}

function nextUrl(location: string, from: URL, asked: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw refused(asked, "redirected to what is no http: or https: URL", "give the address that is meant");
  }
  if (from.protocol === "https:" && url.protocol === "http:") {
    throw refused(
      asked,
      `redirected from https to ${shownHttpAddress(url)}, where anybody could change it on its way`,
      "give an https: address that stays one",
    );
  }
  return url;
}

function refused(asked: URL, message: string, hint: string): HashikeError {
  return new HashikeError("SOURCE_UNREADABLE", `${shownHttpAddress(asked)}: ${message}`, { hint });
}
