import { isHashikeError, isRegistryReference, parseImageReference, type RemoteImage } from "@hashike/core";
import type { DockerSettings } from "../connect/settings.ts";
import { registryAuth } from "../credentials/registry-auth.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { remoteDigest } from "../pull/distribution-digest.ts";

/** @returns the header with the credentials for a reference's registry; `undefined` when there are none */
export type FindAuth = (reference: string, signal: AbortSignal | undefined) => Promise<string | undefined>;

export function credentialsFor(settings: DockerSettings, { isPodman }: EngineClient): FindAuth {
  return async (reference, signal) => {
    const parsed = parseImageReference(reference);
    if ("error" in parsed || !isRegistryReference(parsed)) return undefined;
    return registryAuth(parsed.domain, { ...settings, isPodman, signal });
  };
}

/**
 * Asks a registry what a reference means there. Credentials that cannot be read count as denied: an image that is
 * on the engine may do without them.
 */
export async function askRegistry(
  client: EngineClient,
  reference: string,
  findAuth: FindAuth,
  signal: AbortSignal,
): Promise<RemoteImage> {
  try {
    return await remoteDigest(client, reference, { auth: await findAuth(reference, signal), signal });
  } catch (error) {
    if (!isHashikeError(error) || error.code !== "DRIVER_CREDENTIALS") throw error;
    return { status: "denied", reason: error.message };
  }
}
