import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { imageInPath } from "../engine/image-in-path.ts";
import { isContainerdStore, type StoreInfo } from "../image-store/store-facts.ts";

/** `GET /images/{name}/json`, as far as it tells what an image runs on. */
interface InspectedPlatform {
  readonly Os: string;
  readonly Architecture: string;
  readonly Variant?: string;
}

/** The engine's own: `linux/amd64`. */
export async function enginePlatform(client: EngineClient, signal: AbortSignal | undefined): Promise<string> {
  const { Os, Arch } = await client.get<{ readonly Os: string; readonly Arch: string }>("/version", {
    signal,
  });
  return `${Os.toLowerCase()}/${Arch}`;
}

/**
 * What an image of the engine runs on, where that is not what is wanted.
 * @param id the engine's
 * @returns `undefined` when the image runs there, or nobody can tell
 */
export async function otherPlatform(
  client: EngineClient,
  id: string,
  wanted: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const found = await inspect(client, id, signal);
  const platform = [found.Os, found.Architecture, ...(found.Variant ? [found.Variant] : [])].join("/");
  if (platform === wanted || platform.startsWith(`${wanted}/`)) return undefined;
  if (!isContainerdStore(await client.get<StoreInfo>("/info", { signal }))) return platform;
  // An image of a containerd store may be there for several platforms, and this tells of one.
  return (await hasPlatform(client, id, wanted, signal)) ? undefined : platform;
}

async function hasPlatform(
  client: EngineClient,
  id: string,
  wanted: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  // An older engine cannot be asked. When it does not have it, it says so at create.
  if (!client.atLeast("1.49")) return true;
  const [os, architecture, variant] = wanted.split("/");
  const platform = JSON.stringify({ os, architecture, ...(variant === undefined ? {} : { variant }) });
  try {
    await inspect(client, id, signal, { platform });
    return true;
  } catch (error) {
    if (engineStatus(error) === 404) return false;
    throw error;
  }
}

function inspect(
  client: EngineClient,
  id: string,
  signal: AbortSignal | undefined,
  query: Readonly<Record<string, string>> = {},
): Promise<InspectedPlatform> {
  return client.get<InspectedPlatform>(`/images/${imageInPath(id)}/json`, { query, signal });
}
