import { HashikeError, isHashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { imageInPath } from "../engine/image-in-path.ts";
import { engineFailure } from "../execute/failures/engine-failure.ts";

/**
 * Streams an image as `docker save` writes it. The request ends when the reader stops.
 * @throws HashikeError `DRIVER_IMAGE_UNAVAILABLE`
 */
export async function* exportImage(
  client: EngineClient,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const answer = await client.stream(`/images/${imageInPath(name)}/get`, { signal });
    try {
      for await (const chunk of answer) yield chunk as Uint8Array;
    } finally {
      answer.destroy();
    }
  } catch (error) {
    signal.throwIfAborted();
    const failure = engineFailure(error, "DRIVER_IMAGE_UNAVAILABLE", tried(name));
    if (isHashikeError(failure)) throw failure;
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new HashikeError("DRIVER_IMAGE_UNAVAILABLE", `${tried(name)}: ${printable(reason)}`, {
      cause: error,
    });
  }
}

function tried(name: string): string {
  return `cannot export image ${name}`;
}
