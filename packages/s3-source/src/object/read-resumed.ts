import { HashikeError, isHashikeError } from "@hashike/core";
import { bodyChunks } from "./body-chunks.ts";
import type { ObjectBackend } from "./object-backend.ts";
import type { Patience } from "./patience.ts";

export interface ResumedRead {
  readonly version: string;
  readonly start: number;
  readonly end: number;
  readonly signal: AbortSignal | undefined;
  readonly patience: Patience;
}

/**
 * The bytes from `start` to before `end`. What is cut is resumed where it was cut.
 * @throws HashikeError `SOURCE_CHANGED`; `SOURCE_UNREADABLE` for a stall, and when resuming does not help
 */
export async function* readResumed(
  backend: ObjectBackend,
  read: ResumedRead,
): AsyncGenerator<Uint8Array, void, undefined> {
  const afterCut = createResuming(backend, read);
  let at = read.start;
  while (at < read.end) {
    read.signal?.throwIfAborted();
    try {
      for await (const chunk of readOnce(backend, read, at)) {
        at += chunk.length;
        yield chunk;
      }
    } catch (error) {
      await afterCut(error, at);
    }
  }
}

/** Less than this between two cuts is no progress: the attempts are counted on. */
const progressBytes = 64 * 1024;

/** @returns a function that waits until it is time to try again, and throws when it is no use */
function createResuming(backend: ObjectBackend, read: ResumedRead) {
  const { start, signal, patience } = read;
  let cutAt = start;
  let attempts = 0;
  return async (error: unknown, at: number): Promise<void> => {
    signal?.throwIfAborted();
    if (isHashikeError(error)) throw error;
    const cause = error instanceof NotOpened ? error.cause : error;
    // Nobody there at all: that is reported at once.
    if (error instanceof NotOpened && at === start && attempts === 0) throw await backend.explain(cause);
    if (at - cutAt >= progressBytes) attempts = 0;
    cutAt = at;
    const delay = patience.retryDelaysMs[attempts++];
    if (delay === undefined) throw givenUp(backend, read, at, await backend.explain(cause));
    await patience.sleep(delay, signal);
  };
}

/** The request failed, not the body. */
class NotOpened extends Error {}

async function* readOnce(
  backend: ObjectBackend,
  { version, end, signal, patience }: ResumedRead,
  from: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const part = await backend.get({ range: `bytes=${from}-${end - 1}`, version }, signal).catch((cause) => {
    throw isHashikeError(cause) ? cause : new NotOpened("not opened", { cause });
  });
  if (part.stat.version !== version) {
    part.cancel();
    throw changed(backend.address);
  }
  // A server that knows no ranges sends all of it.
  let at = part.start;
  for await (const chunk of bodyChunks(part, { address: backend.address, signal, patience })) {
    const wanted = chunk.subarray(Math.max(0, from - at), Math.max(0, end - at));
    at += chunk.length;
    if (wanted.length > 0) yield wanted;
    if (at >= end) return;
  }
  throw new Error("the body ended too early");
}

export function changed(address: string, cause?: unknown): HashikeError {
  return new HashikeError("SOURCE_CHANGED", `${address}: it was replaced while it was read`, {
    cause,
    hint: "run it again",
  });
}

function givenUp(
  { address }: ObjectBackend,
  { start, end, patience }: ResumedRead,
  at: number,
  cause: HashikeError,
): HashikeError {
  const [done, all] = [at - start, end - start];
  return new HashikeError(
    "SOURCE_UNREADABLE",
    `${address}: cut after ${done} of ${all} bytes, and going on failed ${patience.retryDelaysMs.length} times`,
    { cause, details: [cause.message, ...cause.details], hint: cause.hint },
  );
}
