import { posix } from "node:path";
import { type ContainerSpec, HashikeError, type SecretFileSpec } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { statInContainer } from "../helper/helper-files.ts";
import { userId } from "./user-id.ts";

export interface SecretFile extends Omit<SecretFileSpec, "secret" | "encoding"> {
  readonly content: string | Buffer;
}

/** @throws HashikeError `PLAN_SECRET_MISSING` naming the file, when its content is not among the secrets */
export function secretFilesOf(
  { secretFiles = [] }: ContainerSpec,
  secrets: Readonly<Record<string, string>>,
): readonly SecretFile[] {
  return secretFiles.map(({ secret, encoding, ...file }) => {
    const content = Object.hasOwn(secrets, secret) ? secrets[secret] : undefined;
    if (content !== undefined) {
      return { ...file, content: encoding === undefined ? content : Buffer.from(content, encoding) };
    }
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
 * Writes files into a container that is created and was not started yet: it has them from its first moment, over its
 * restarts, and until it is removed. They are in its layer, or in volumes that go with it.
 * @param ofFiles where it has such volumes
 * @throws HashikeError `DRIVER_CONTAINER_CREATE_FAILED` where they would be in a volume, which outlives it
 */
export async function putSecretFiles(
  client: EngineClient,
  id: string,
  files: readonly SecretFile[],
  ofFiles: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const { Config, Mounts = [] } = await client.get<Created>(`/containers/${id}/json`, { signal });
  const placed = files.map((file) => ({ file, place: placeOf(file.path, Mounts, ofFiles) }));
  const owner = files.every(({ uid }) => uid !== undefined)
    ? 0
    : await userId(client, id, Config.User ?? "", signal);
  for (const place of new Set(placed.map((one) => one.place))) {
    const below = placed.flatMap((one) => (one.place === place ? one.file : []));
    const folders = await missingFolders(client, id, below, signal);
    const archive = await pack(
      place,
      below,
      folders.filter((folder) => folder.startsWith(`${place}/`)),
      owner,
    );
    // Into a volume an engine writes where the container's own layer is read-only, if it is told its path.
    await client.putArchive(`/containers/${id}/archive`, archive, { query: { path: place || "/" }, signal });
  }
}

/** @param place in which all of them are: `/etc/app`, `""` for the root */
async function pack(
  place: string,
  files: readonly SecretFile[],
  folders: readonly string[],
  owner: number,
): Promise<Buffer> {
  const { pack: packTar } = await import("tar-stream");
  const archive = packTar();
  const nameOf = (path: string) => posix.relative(place || "/", path);
  for (const folder of folders) {
    archive.entry({ name: nameOf(folder), type: "directory", mode: 0o755, uid: 0, gid: 0 }, "");
  }
  for (const { path, content, mode, uid = owner, gid } of files) {
    archive.entry({ name: nameOf(path), mode, uid, gid }, content);
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** @returns the volume of its files that a path is in; `""` for the container's layer */
function placeOf(path: string, mounts: NonNullable<Created["Mounts"]>, ofFiles: readonly string[]): string {
  const [volume] = mounts
    .map(({ Destination }) => Destination.replace(/\/$/, ""))
    .filter((place) => `${path}/`.startsWith(`${place}/`))
    .sort((a, b) => b.length - a.length);
  if (volume === undefined) return "";
  if (ofFiles.includes(volume)) return volume;
  throw new HashikeError(
    "DRIVER_CONTAINER_CREATE_FAILED",
    `the secret file ${path} would be in the volume that the image has at ${volume}, and outlive the container`,
    { hint: "mount it on a path of its own, such as /run/secrets" },
  );
}

/** Engines make them as they like. @returns paths of those that are not there, each after the one that it is in */
async function missingFolders(
  client: EngineClient,
  id: string,
  files: readonly SecretFile[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { path } of files) {
    const names = posix.relative("/", posix.dirname(path)).split("/");
    const folders = names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
    for (const folder of folders) {
      if (folder === "/" || missing.has(folder)) continue;
      const found = await statInContainer(client, id, folder, signal);
      if (found === undefined) missing.add(folder);
    }
  }
  return [...missing];
}
