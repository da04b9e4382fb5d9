import { headersOf, type WholeAnswer } from "./answer-reader.ts";
import type { RequestOptions } from "./engine-client.ts";
import type { EngineClock } from "./engine-clock.ts";
import type { EngineSocket } from "./engine-socket.ts";
import { queryText } from "./query-text.ts";
import { errorOf, parseJson } from "./read-answer.ts";

/**
 * A call of `get` on the engine's own socket, without Node's HTTP client.
 * @param ask adds the version to the path
 * @returns `undefined` when that client is needed: no answer that could be read, or a call with headers, as those to
 *   registries have, which nobody should ask twice
 * @throws EngineError for a status of 400 and above, HashikeError for an answer that is not JSON, `signal.reason`
 */
export async function socketGet(
  ask: EngineSocket["ask"],
  clock: EngineClock,
  path: string,
  { query = {}, headers, signal }: RequestOptions = {},
): Promise<{ readonly value: unknown } | undefined> {
  if (headers !== undefined) return undefined;
  const [answer] = await ask([`${path}${queryText(query)}`], signal);
  if (answer === undefined || isRedirect(answer)) return undefined;
  clock.see(headersOf(answer));
  const asked = { method: "GET", path } as const;
  if (answer.status >= 400)
    throw errorOf(answer.body, { status: answer.status, words: wordsOf(answer) }, asked);
  return { value: parseJson(answer.body, asked) };
}

function isRedirect({ status }: WholeAnswer): boolean {
  return status >= 300 && status < 400;
}

/** `HTTP/1.1 404 Not Found` */
function wordsOf({ head }: WholeAnswer): string {
  return /^\S+ \d+ (.*)/.exec(head)?.[1] ?? "";
}
