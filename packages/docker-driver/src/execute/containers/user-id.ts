import { pipeline } from "node:stream/promises";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineStatus } from "../../engine/faults/engine-error.ts";

/**
 * The number of a container's user, which may be a name of its /etc/passwd.
 * @param user as the engine has it: `""`, `1000`, `1000:50`, `app`, `app:staff`
 * @returns 0, root, for a name that is not there: the engine refuses to start such a container
 */
export async function userId(
  client: EngineClient,
  id: string,
  user: string,
  signal: AbortSignal,
): Promise<number> {
  const name = user.split(":")[0] ?? "";
  if (name === "" || /^\d+$/.test(name)) return Number(name);
  const entry = (await readPasswd(client, id, signal))
    .split("\n")
    .find((line) => line.startsWith(`${name}:`));
  return Number(entry?.split(":")[2] ?? 0) || 0;
}

async function readPasswd(client: EngineClient, id: string, signal: AbortSignal): Promise<string> {
  const { extract } = await import("tar-stream");
  const archive = await client
    .stream(`/containers/${id}/archive`, { query: { path: "/etc/passwd" }, signal })
    .catch((error) => {
      if (engineStatus(error) === 404) return undefined;
      throw error;
    });
  if (archive === undefined) return "";
  const entries = extract();
  const isRead = pipeline(archive, entries);
  const chunks: Uint8Array[] = [];
  for await (const entry of entries) {
    for await (const chunk of entry) chunks.push(chunk as Uint8Array);
  }
  await isRead;
  return Buffer.concat(chunks).toString("utf8");
}
