import type { ImageLoader } from "@hashike/core";
import { HashikeError } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/engine-error.ts";
import { jsonLines } from "../pull/json-lines.ts";
import { streamError } from "../pull/stream-error.ts";
import { engineFailure } from "./engine-failure.ts";

/** What image sources may do with the engine. */
export function imageLoader(client: EngineClient): ImageLoader {
  return {
    imageId: (name) => imageIdOf(client, name),
    loadArchive: (archive, { signal }) => loadArchive(client, archive, signal),
    tag: (imageId, name) => tag(client, imageId, name),
  };
}

/** @returns the engine's ID of an image; `undefined` when it has none of that name */
export async function imageIdOf(client: EngineClient, name: string): Promise<string | undefined> {
  try {
    // A reference's slashes and colons stay as they are: the engine takes all up to /json as the name.
    return (await client.get<{ readonly Id: string }>(`/images/${name}/json`)).Id;
  } catch (error) {
    if (engineStatus(error) === 404) return undefined;
    throw error;
  }
}

/** A failure may come after the status 200, in the stream of progress messages. */
async function loadArchive(
  client: EngineClient,
  archive: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const tried = "cannot load an image archive";
  try {
    const answer = await client.stream("/images/load", {
      method: "POST",
      query: { quiet: "1" },
      headers: { "content-type": "application/x-tar" },
      upload: archive,
      signal,
    });
    for await (const message of jsonLines(answer)) {
      const failure = streamError(message);
      if (failure !== undefined) throw new HashikeError("DRIVER_IMAGE_PULL_FAILED", `${tried}: ${failure}`);
    }
  } catch (error) {
    throw engineFailure(error, "DRIVER_IMAGE_PULL_FAILED", tried);
  }
}

async function tag(client: EngineClient, imageId: string, name: string): Promise<void> {
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  const query = hasTag ? { repo: name.slice(0, colon), tag: name.slice(colon + 1) } : { repo: name };
  await client.post(`/images/${imageId}/tag`, { query });
}
