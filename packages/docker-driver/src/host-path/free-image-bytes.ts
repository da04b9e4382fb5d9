import { statfs } from "node:fs/promises";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { isContainerdStore } from "../image-store/store-facts.ts";
import { type EngineInfo, sharesFiles } from "./shares-files.ts";

/**
 * What is free on the disk that the engine keeps images on.
 * @param looks `false`: files of the engine's host are not looked at
 * @returns `undefined` where it cannot be seen: the engine is elsewhere, or does not tell where its images are, as with a
 *   containerd store, which may have a folder of its own
 */
export async function freeImageBytes(
  client: EngineClient,
  looks: boolean,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  if (!looks || client.endpoint.endpoint.kind !== "unix") return undefined;
  try {
    const info = await client.get<EngineInfo & Parameters<typeof isContainerdStore>[0]>("/info", { signal });
    if (!sharesFiles(info) || isContainerdStore(info)) return undefined;
    const { bavail, bsize } = await statfs(info.DockerRootDir);
    return bavail * bsize;
  } catch (error) {
    // A number that nobody needs stops nothing: the folder may be closed to this user.
    if (engineStatus(error) !== undefined || isFileError(error)) return undefined;
    throw error;
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.syscall === "statfs";
}
