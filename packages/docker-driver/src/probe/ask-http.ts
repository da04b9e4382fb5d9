import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { authority, type Connect } from "./connect-to.ts";

export interface HttpQuestion {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  /** With a leading slash, and perhaps a query. */
  readonly path: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const mostRedirects = 10;
/** Enough for a server to write its answer to the end; longer ones are cut off. */
const mostBodyBytes = 10 * 1024;
const defaultHeaders = { "user-agent": "hashike-probe/1", accept: "*/*" };

/**
 * Asks once, and follows redirects on the same host, as Kubernetes does. Certificates are not checked.
 * Source: kubernetes/kubernetes pkg/probe/http.
 * @param connect closes what it opened when the signal aborts
 * @returns the status of the last answer; one that points to another host, or to a port that `connect` does not
 *   know, is the last
 */
export async function askHttp(
  question: HttpQuestion,
  connect: Connect,
  followsPorts: boolean,
): Promise<number> {
  let url = new URL(`${question.scheme}://${authority(question.host, question.port)}${question.path}`);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const { status, location } = await get(url, question, connect);
    const next = redirected(url, status, location);
    if (next === undefined || next.hostname !== url.hostname) return status;
    if (!followsPorts && portOf(next) !== portOf(url)) return status;
    url = next;
  }
  throw new Error(`it was redirected more than ${mostRedirects} times`);
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
}

async function get(url: URL, { headers }: HttpQuestion, connect: Connect): Promise<Answer> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const plain = await connect(host, portOf(url));
  try {
    const socket = url.protocol === "https:" ? await secure(plain, host) : plain;
    const sent = request({
      createConnection: () => socket,
      path: url.pathname + url.search,
      headers: headersFor(url, headers),
    });
    // What comes after the answer has begun concerns its body alone.
    sent.on("error", () => {});
    sent.end();
    const [response]: IncomingMessage[] = await once(sent, "response");
    if (response === undefined) throw new Error("no answer");
    await readSome(response);
    return { status: response.statusCode ?? 0, location: response.headers.location };
  } finally {
    plain.destroy();
  }
}

async function secure(socket: Socket, host: string): Promise<Socket> {
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const secured = connectTls({
    socket,
    rejectUnauthorized: false,
    ALPNProtocols: ["http/1.1"],
    ...servername,
  });
  await new Promise<void>((resolve, reject) => {
    secured.once("secureConnect", resolve);
    // The last word of a connection that is ended from here, as when the time is over: it has no error then.
    secured.once("close", () => reject(new Error("the connection was closed")));
    // Also one that comes later: whoever reads hears of it, and without a reader it must not end the process.
    secured.on("error", reject);
  });
  return secured;
}

/** A header that is given again is sent again; ours go only where the question has none of that name. */
function headersFor(url: URL, given: HttpQuestion["headers"]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { ...defaultHeaders, host: url.host };
  const own = new Map<string, string[]>();
  for (const { name, value } of given) {
    own.set(name.toLowerCase(), [...(own.get(name.toLowerCase()) ?? []), value]);
  }
  for (const [name, values] of own) headers[name] = values.length === 1 ? (values[0] ?? "") : values;
  return headers;
}

/** The status is known already; a body that breaks off changes nothing. */
async function readSome(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      if (bytes >= mostBodyBytes) return;
    }
  } catch {
    // Cut off, or out of time.
  }
}

function redirected(from: URL, status: number, location: string | undefined): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  return URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}
