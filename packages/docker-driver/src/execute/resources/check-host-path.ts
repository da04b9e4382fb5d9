import { posix } from "node:path";
import {
  type FileVersion,
  HashikeError,
  type HostPathKind,
  type HostPathType,
  judgeHostPath,
  resolveImageId,
} from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { type PathReader, type WalkedPath, walkHostPath } from "../../host-path/walk-host-path.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";
import { withHelper } from "../helper/helper-container.ts";
import { helperReader, putEntries, statInContainer } from "../helper/helper-files.ts";

const hostRoot = "/.hk-host";
const parentMount = "/.hk-parent";

/**
 * Looks at a path on the engine's host, wherever that is, through a container that has the host's root mounted.
 * A missing file of type FileOrCreate is made; a missing directory of type DirectoryOrCreate is left to the
 * engine, which makes it when the container starts.
 */
export const checkHostPath: Executor<"hostPath.check"> = async (action, { client }, context) => {
  const { path, pathType, files } = action;
  const imageId = resolveImageId(action.image, context.outputs);
  const { signal } = context;
  const mount = { Type: "bind", Source: "/", Target: hostRoot, ReadOnly: true } as const;
  try {
    return await withHelper(
      client,
      { purpose: `look ${pathType} ${path}`, imageId, mount, signal },
      async (id) => {
        const reader = helperReader(client, id, hostRoot, signal);
        const found = await walkHostPath(path, reader);
        if (mustMakeFile(pathType, found)) await makeFile(client, path, found, imageId, signal);
        else verify(path, pathType, found.kind);
        return files === undefined ? {} : { mountedFiles: await lookAtFiles(files, reader, signal) };
      },
    );
  } catch (error) {
    throw engineFailure(error, "DRIVER_HOST_PATH", `cannot check host path ${path}`);
  }
};

/** One after the other: each takes a call for each folder above it. What cannot be looked at is left out, and fails nothing. */
async function lookAtFiles(
  files: readonly string[],
  reader: PathReader,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FileVersion | undefined>> {
  const seen = new Map<string, FileVersion | undefined>();
  for (const path of files) {
    try {
      const { content } = await walkHostPath(path, reader);
      seen.set(path, content === undefined ? undefined : { content });
    } catch {
      signal.throwIfAborted();
    }
  }
  return seen;
}

function mustMakeFile(type: HostPathType, found: WalkedPath): boolean {
  return type === "FileOrCreate" && found.kind === "missing";
}

async function makeFile(
  client: EngineClient,
  path: string,
  { realPath, parentExists }: WalkedPath,
  imageId: string,
  signal: AbortSignal,
): Promise<void> {
  const parent = posix.dirname(realPath);
  if (!parentExists) {
    throw new HashikeError("DRIVER_HOST_PATH", `host path ${path}: its directory ${parent} does not exist`, {
      hint: `create ${parent} on the engine's host: FileOrCreate makes only the file`,
    });
  }
  const name = posix.basename(realPath);
  const mount = { Type: "bind", Source: parent, Target: parentMount, ReadOnly: false } as const;
  await withHelper(client, { purpose: `make ${path}`, imageId, mount, signal }, async (id) => {
    // Unpacking would empty a file that somebody made since.
    if ((await statInContainer(client, id, posix.join(parentMount, name), signal)) !== undefined) return;
    await putEntries(client, id, parentMount, [{ name, type: "file", mode: 0o644 }], signal);
  });
}

function verify(path: string, type: HostPathType, kind: HostPathKind): void {
  const verdict = judgeHostPath(type, kind);
  if (typeof verdict === "string") return;
  throw new HashikeError("DRIVER_HOST_PATH", `host path ${path} ${verdict.message}`, { hint: verdict.hint });
}
