import { randomBytes } from "node:crypto";
import { pack } from "tar-stream";
import { authHeader } from "../../src/credentials/auth-config.ts";
import type { EngineClient } from "../../src/engine/engine-client.ts";
import { jsonLines } from "../../src/pull/json-lines.ts";
import { streamError } from "../../src/pull/stream-error.ts";
import { user } from "./registry.ts";

/** Puts an image of one layer with random bytes into a registry, and leaves none on the engine. */
export async function publish(client: EngineClient, name: string, tag: string, bytes: number): Promise<void> {
  const archive = pack();
  archive.entry({ name: "noise" }, randomBytes(bytes));
  archive.finalize();
  await finish(
    await client.stream("/images/create", {
      method: "POST",
      query: { fromSrc: "-", repo: name, tag },
      // Its types do not know that it gives bytes.
      upload: archive as AsyncIterable<Uint8Array>,
    }),
  );
  await finish(
    await client.stream(`/images/${name}/push`, {
      method: "POST",
      query: { tag },
      headers: { "X-Registry-Auth": authHeader(user, name.split("/")[0] ?? "") },
    }),
  );
  await remove(client, `${name}:${tag}`);
}

export async function remove(client: EngineClient, reference: string): Promise<void> {
  await client.delete(`/images/${reference}`, { query: { force: "1" } });
}

async function finish(answer: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const message of jsonLines(answer)) {
    const failure = streamError(message);
    if (failure !== undefined) throw new Error(failure);
  }
}
