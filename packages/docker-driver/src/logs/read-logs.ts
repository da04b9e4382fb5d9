import type { LogLine, LogOptions } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { demultiplex, singleStream } from "./demultiplex.ts";
import { joinPieces } from "./join-pieces.ts";
import { parseSince } from "./parse-since.ts";
import { splitLines } from "./split-lines.ts";

/**
 * The lines a container has written, oldest first. Ends quietly when the signal aborts.
 * @throws HashikeError `USAGE` when `since` is no time
 */
export async function* readLogs(
  client: EngineClient,
  id: string,
  { follow = false, tail, since, timestamps = false, ...options }: LogOptions,
): AsyncGenerator<LogLine> {
  // Of its own: logs of many containers are followed with one, and Node takes many listeners of it for a leak.
  const signal = options.signal && AbortSignal.any([options.signal]);
  const query = {
    stdout: "1",
    stderr: "1",
    follow: follow ? "1" : "0",
    timestamps: timestamps ? "1" : "0",
    tail: tail === undefined ? "all" : String(tail),
    ...(since === undefined ? {} : { since: parseSince(since) }),
  };
  try {
    const { Config } = await client.get<{ readonly Config: { readonly Tty: boolean } }>(
      `/containers/${id}/json`,
      { signal },
    );
    const answer = await client.stream(`/containers/${id}/logs`, { query, signal });
    try {
      const chunks = Config.Tty ? singleStream(answer) : demultiplex(answer);
      yield* splitLines(timestamps ? joinPieces(chunks) : chunks);
    } finally {
      // Also when the reader has had enough: a followed log would stay open.
      answer.destroy();
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
