import { posix } from "node:path";
import { type ContainerSpec, HashikeError, type SecretFileSpec } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { statInContainer } from "../helper/helper-files.ts";
import { userId } from "./user-id.ts";

export interface SecretFile extends Omit<SecretFileSpec, "secret"> {
  readonly content: string;
}

/** @throws HashikeError `PLAN_SECRET_MISSING` naming the file, when its content is not among the secrets */
export function secretFilesOf(
  { secretFiles = [] }: ContainerSpec,
  secrets: Readonly<Record<string, string>>,
): readonly SecretFile[] {
  return secretFiles.map(({ secret, ...file }) => {
    const content = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
    if (content !== undefined) return { ...file, content };
    throw new HashikeError("PLAN_SECRET_MISSING", `what is in the secret file ${file.path} is not at hand`, {
      hint: "apply from the manifest: a saved plan does not hold secret values",
    });
  });
}

interface Created {
  readonly Config: { readonly User?: string };
  readonly Mounts?: readonly { readonly Destination: string }[];
}

/**
 * Writes files into the layer of a container that is created and was not started yet: it has them from its first
 * moment, over its restarts, and until it is removed.
 * @throws HashikeError `DRIVER_CONTAINER_CREATE_FAILED` where they would be in a volume, which outlives it
 */
export async function putSecretFiles(
  client: EngineClient,
  id: string,
  files: readonly SecretFile[],
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const { Config, Mounts = [] } = await client.get<Created>(`/containers/${id}/json`, { signal });
  for (const { path } of files) refuseInVolume(path, Mounts);
  const owner = files.every(({ uid }) => uid !== undefined)
    ? 0
    : await userId(client, id, Config.User ?? "", signal);
  const folders = await missingFolders(client, id, files, signal);
  const { pack } = await import("tar-stream");
  const archive = pack();
  for (const name of folders) archive.entry({ name, type: "directory", mode: 0o755, uid: 0, gid: 0 }, "");
  for (const { path, content, mode, uid = owner, gid } of files) {
    archive.entry({ name: posix.relative("/", path), mode, uid, gid }, content);
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  await client.putArchive(`/containers/${id}/archive`, Buffer.concat(chunks), {
    query: { path: "/" },
    signal,
  });
}

function refuseInVolume(path: string, mounts: NonNullable<Created["Mounts"]>): void {
  const volume = mounts.find(({ Destination }) =>
    `${path}/`.startsWith(`${Destination.replace(/\/$/, "")}/`),
  );
  if (volume === undefined) return;
  throw new HashikeError(
    "DRIVER_CONTAINER_CREATE_FAILED",
    `the secret file ${path} would be in the volume that the image has at ${volume.Destination}, and outlive the container`,
    { hint: "mount it on a path of its own, such as /run/secrets" },
  );
}

/** Engines make them as they like. @returns those that are not there, each after the one that it is in */
async function missingFolders(
  client: EngineClient,
  id: string,
  files: readonly SecretFile[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { path } of files) {
    const names = posix.relative("/", posix.dirname(path)).split("/");
    const folders = names.map((_, index) => names.slice(0, index + 1).join("/"));
    for (const folder of folders) {
      if (folder === "" || missing.has(folder)) continue;
      const found = await statInContainer(client, id, `/${folder}`, signal);
      if (found === undefined) missing.add(folder);
    }
  }
  return [...missing];
}
