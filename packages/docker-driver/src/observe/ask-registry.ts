import {
  type HashikeError,
  isHashikeError,
  isRegistryReference,
  parseImageReference,
  type RemoteImage,
} from "@hashike/core";
import type { DockerSettings } from "../connect/settings.ts";
import { registryAuth } from "../credentials/registry-auth.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { remoteDigest } from "../pull/distribution-digest.ts";

/** The credentials for a reference's registry. */
export interface FoundAuth {
  /** The header with them; absent when there are none, and the registry is asked without. */
  readonly auth?: string | undefined;
  /** Why they could not be read. Most images need none, so that alone stops nothing. */
  readonly problem?: HashikeError | undefined;
}

export type FindAuth = (reference: string, signal: AbortSignal | undefined) => Promise<FoundAuth>;

export function credentialsFor(settings: DockerSettings, { isPodman }: EngineClient): FindAuth {
  return async (reference, signal) => {
    const parsed = parseImageReference(reference);
    if ("error" in parsed || !isRegistryReference(parsed)) return {};
    try {
      return { auth: await registryAuth(parsed.domain, { ...settings, isPodman, signal }) };
    } catch (error) {
      if (!isHashikeError(error) || error.code !== "DRIVER_CREDENTIALS") throw error;
      return { problem: error };
    }
  };
}

/**
 * Asks a registry what a reference means there. Where credentials cannot be read it is asked without: only a registry
 * that wants a login then refuses, and the answer says why there was none.
 */
export async function askRegistry(
  client: EngineClient,
  reference: string,
  findAuth: FindAuth,
  signal: AbortSignal,
): Promise<RemoteImage> {
  const { auth, problem } = await findAuth(reference, signal);
  const answer = await remoteDigest(client, reference, { auth, signal });
  if (problem === undefined) return answer;
  switch (answer.status) {
    case "current":
    case "unsupported":
      return { ...answer, notice: `${problem.message}; ${reference} is asked for without a login` };
    case "denied":
      return { ...answer, reason: `${answer.reason}; ${problem.message}`, hint: problem.hint ?? "" };
    default:
      return answer;
  }
}
