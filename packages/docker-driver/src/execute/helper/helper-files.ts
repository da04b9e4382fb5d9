import { posix } from "node:path";
import { pipeline } from "node:stream/promises";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineStatus } from "../../engine/faults/engine-error.ts";
import { type PathStat, parsePathStat, pathStatHeader } from "../../host-path/path-stat.ts";
import type { PathReader } from "../../host-path/walk-host-path.ts";

/** @returns `undefined` when nothing is there; a link is reported as one (by Docker; Podman follows it) */
export async function statInContainer(
  client: EngineClient,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<PathStat | undefined> {
  try {
    const { headers } = await client.head(`/containers/${id}/archive`, { query: { path }, signal });
    const header = headers[pathStatHeader];
    if (header === undefined) throw new Error(`the engine sent no ${pathStatHeader}`);
    return parsePathStat(String(header));
  } catch (error) {
    if (engineStatus(error) === 404) return undefined;
    throw await withReason(client, id, path, error, signal);
  }
}

/** An answer to HEAD has no body, so a refusal has no reason; the same question by GET has one. */
async function withReason(
  client: EngineClient,
  id: string,
  path: string,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (engineStatus(error) === undefined) return error;
  try {
    const archive = await client.stream(`/containers/${id}/archive`, { query: { path }, signal });
    archive.destroy();
    return error;
  } catch (refusal) {
    return refusal;
  }
}

/** Reads the host's files through a helper that has the host's root mounted at `root`. */
export function helperReader(
  client: EngineClient,
  id: string,
  root: string,
  signal: AbortSignal,
): PathReader {
  return {
    lstat: (path) => statInContainer(client, id, posix.join(root, path), signal),
    readLink: (path) => readLink(client, id, posix.join(root, path), signal),
  };
}

/**
 * The header of HEAD has a link's target already resolved within the container, which is another file system.
 * The archive of a link has the text of the link itself.
 */
async function readLink(
  client: EngineClient,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const { extract } = await import("tar-stream");
  const archive = await client.stream(`/containers/${id}/archive`, { query: { path }, signal });
  const entries = extract();
  // Whoever reads the entries learns why they end; `pipe` would leave him waiting when the connection breaks.
  const isOver = pipeline(archive, entries).catch(() => {});
  try {
    for await (const { header } of entries) {
      if (header.type === "symlink" && header.linkname) return header.linkname;
      break;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    archive.destroy();
    await isOver;
  }
  throw new Error(`the engine sent no symbolic link for ${path}`);
}

export interface NewEntry {
  readonly name: string;
  readonly type: "file" | "directory";
  readonly mode: number;
}

/** Makes empty files and directories, owned by root, below a directory of a container that is not running. */
export async function putEntries(
  client: EngineClient,
  id: string,
  directory: string,
  entries: readonly NewEntry[],
  signal: AbortSignal,
): Promise<void> {
  const { pack } = await import("tar-stream");
  const archive = pack();
  for (const { name, type, mode } of entries) archive.entry({ name, type, mode, uid: 0, gid: 0 }, "");
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  const query = { path: directory };
  await client.putArchive(`/containers/${id}/archive`, Buffer.concat(chunks), { query, signal });
}
