import { createHash } from "node:crypto";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineStatus } from "../../engine/faults/engine-error.ts";
import { helperLabels, isHelper, type Labels } from "../../labels.ts";
import type { Mount } from "../../to-docker/create-body.ts";
import { deleteContainer } from "../containers/remove-container.ts";
import { isNameConflict } from "../failures/name-conflict.ts";

export interface HelperOptions {
  /** What it is for: equal purposes give equal names, so that a crashed apply's helper is found and replaced. */
  readonly purpose: string;
  readonly imageId: string;
  readonly mount: Mount;
  readonly signal: AbortSignal;
}

/**
 * Runs `use` with a container that is created but never started: enough for the engine to read and write files
 * of its mount through the archive calls. It is removed in every case.
 */
export async function withHelper<T>(
  client: EngineClient,
  options: HelperOptions,
  use: (helperId: string) => Promise<T>,
): Promise<T> {
  const name = helperName(options.purpose);
  const id = await createHelper(client, name, options).catch(async (error) => {
    if (!isNameConflict(error)) throw error;
    await removeLeftover(client, name, error);
    return createHelper(client, name, options);
  });
  try {
    return await use(id);
  } finally {
    await deleteContainer(client, id, { withVolumes: true });
  }
}

export function helperName(purpose: string): string {
  return `hashike-helper-${createHash("sha256").update(purpose).digest("hex").slice(0, 16)}`;
}

async function createHelper(
  client: EngineClient,
  name: string,
  { purpose, imageId, mount, signal }: HelperOptions,
): Promise<string> {
  const { Id } = await client.post<{ readonly Id: string }>("/containers/create", {
    query: { name },
    body: {
      Image: imageId,
      // Not in the image: an image without a command is refused, and this one is never started.
      Entrypoint: ["/hashike-helper"],
      Labels: helperLabels(purpose),
      HostConfig: { NetworkMode: "none", Mounts: [mount] },
    },
    signal,
  });
  return Id;
}

async function removeLeftover(client: EngineClient, name: string, conflict: unknown): Promise<void> {
  try {
    const { Id, Config } = await client.get<{
      readonly Id: string;
      readonly Config: { readonly Labels: Labels | null };
    }>(`/containers/${name}/json`);
    if (!isHelper(Config.Labels)) throw conflict;
    await deleteContainer(client, Id, { withVolumes: true });
  } catch (error) {
    if (engineStatus(error) !== 404) throw error;
  }
}
