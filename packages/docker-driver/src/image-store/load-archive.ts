import { HashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineFailure } from "../execute/failures/engine-failure.ts";
import { explainNoSpace } from "../execute/failures/known-failures.ts";
import { jsonLines } from "../pull/json-lines.ts";
import { streamError } from "../pull/stream-error.ts";

const tried = "cannot load an image archive";

/**
 * Sends an archive to the engine and reads what it says about it: the status is 200 also when nothing was loaded.
 * @throws HashikeError `DRIVER_IMAGE_PULL_FAILED`, `DRIVER_DISK_FULL`; what the archive itself throws
 */
export async function loadArchive(
  client: EngineClient,
  archive: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const answer = await client.stream("/images/load", {
      method: "POST",
      query: { quiet: "1" },
      headers: { "content-type": "application/x-tar" },
      upload: archive,
      signal,
    });
    let isLoaded = false;
    for await (const message of jsonLines(answer)) {
      const failure = loadFailure(message);
      if (failure !== undefined) throw loadFailed(failure);
      isLoaded ||= streamText(message).startsWith("Loaded image");
    }
    // An archive without images is no error to the engine.
    if (!isLoaded) throw loadFailed("the engine found no image in it");
  } catch (error) {
    throw engineFailure(error, "DRIVER_IMAGE_PULL_FAILED", tried);
  }
}

/** @returns the engine's words, when a message of its answer tells of a failure */
export function loadFailure(message: unknown): string | undefined {
  // Engine 28 with the containerd store says `Loaded image`, then this, and no error (moby #48293).
  const text = streamText(message);
  return streamError(message) ?? (text.startsWith("Error unpacking image") ? text : undefined);
}

function streamText(message: unknown): string {
  if (typeof message !== "object" || message === null || !("stream" in message)) return "";
  return typeof message.stream === "string" ? message.stream.trim() : "";
}

function loadFailed(reason: string): HashikeError {
  const known = explainNoSpace(reason);
  const code = known?.code ?? "DRIVER_IMAGE_PULL_FAILED";
  return new HashikeError(code, `${tried}: ${printable(reason)}`, { hint: known?.hint });
}
