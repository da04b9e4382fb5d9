import { decodeText, HashikeError } from "@hashike/core";
import type { Streams } from "../process/streams.ts";

/**
 * All of standard input as text, without a byte order mark.
 * @throws HashikeError `SOURCE_UNREADABLE` when it is not UTF-8
 */
export async function readStdin(stdin: Streams["stdin"], signal: AbortSignal): Promise<string> {
  const bytes = await untilAborted(readAll(stdin), signal);
  const text = decodeText(bytes);
  if (text !== undefined) return text;
  throw new HashikeError("SOURCE_UNREADABLE", "-: not a UTF-8 text", { hint: "send the manifest as UTF-8" });
}

async function readAll(stdin: Streams["stdin"]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

/** Nobody can interrupt a read of a terminal, but waiting for it can end. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
