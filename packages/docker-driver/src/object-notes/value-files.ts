import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { buffer } from "node:stream/consumers";
import { HashikeError, type ImageLoader, type Owner, ownerKey } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { withHelper } from "../execute/helper/helper-container.ts";
import { labelName, objectValuesValue, ownerLabels } from "../labels.ts";
import { bringPauseImage } from "../sandbox/pause-source.ts";

const folder = "/.hk-values";

export interface ValueFilesContext {
  readonly client: EngineClient;
  readonly images: ImageLoader;
  readonly signal: AbortSignal;
}

/**
 * Writes values into a volume of their own, a file for each that only root can read. The volume is new, and nobody else
 * knows its name: nothing stands in it that could lead elsewhere.
 * @returns its name
 * @throws HashikeError `PLAN_SECRET_MISSING` when a value is not at hand
 */
export async function keepValues(
  owner: Owner,
  ids: readonly string[],
  secrets: Readonly<Record<string, string>>,
  context: ValueFilesContext,
): Promise<string> {
  const files = ids.map((id) => ({ id, value: secretOf(id, secrets, owner) }));
  const name = `hashike-values-${randomBytes(12).toString("hex")}`;
  const labels = { [labelName.hashike]: objectValuesValue, ...ownerLabels(owner) };
  const { client, signal } = context;
  await client.post("/volumes/create", { body: { Name: name, Driver: "local", Labels: labels } });
  const { pack } = await import("tar-stream");
  const archive = pack();
  for (const { id, value } of files) archive.entry({ name: id, mode: 0o600, uid: 0, gid: 0 }, value);
  archive.finalize();
  const content = await buffer(archive);
  await withVolume(name, `values of ${ownerKey(owner)}`, false, context, (id) =>
    client.putArchive(`/containers/${id}/archive`, content, { query: { path: folder }, signal }),
  );
  return name;
}

/** @returns the values in a volume, by fingerprint */
export async function readValues(
  name: string,
  context: ValueFilesContext,
): Promise<Readonly<Record<string, string>>> {
  const { client, signal } = context;
  const { extract } = await import("tar-stream");
  return withVolume(name, `values in ${name}`, true, context, async (id) => {
    const archive = await client.stream(`/containers/${id}/archive`, { query: { path: folder }, signal });
    const found: Record<string, string> = {};
    const entries = extract();
    archive.on("error", (error) => entries.destroy(error));
    for await (const entry of archive.pipe(entries)) {
      const text = await buffer(entry);
      if (entry.header.type === "file") found[posix.basename(entry.header.name)] = text.toString("utf8");
    }
    return found;
  });
}

function secretOf(id: string, secrets: Readonly<Record<string, string>>, owner: Owner): string {
  const value = Object.hasOwn(secrets, id) ? secrets[id] : undefined;
  if (value !== undefined) return value;
  throw new HashikeError("PLAN_SECRET_MISSING", `what is in ${ownerKey(owner)} is not at hand`, {
    hint: "apply from the manifest: a saved plan does not hold secret values",
  });
}

async function withVolume<T>(
  name: string,
  purpose: string,
  readOnly: boolean,
  { client, images, signal }: ValueFilesContext,
  use: (helperId: string) => Promise<T>,
): Promise<T> {
  const imageId = await bringPauseImage(images, { signal });
  const mount = {
    Type: "volume",
    Source: name,
    Target: folder,
    ReadOnly: readOnly,
    VolumeOptions: { NoCopy: true },
  } as const;
  return withHelper(client, { purpose, imageId, mount, signal }, use);
}
