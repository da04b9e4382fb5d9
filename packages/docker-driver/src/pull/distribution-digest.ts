import type { RemoteImage } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { imageInPath } from "../engine/image-in-path.ts";
import { registryFailure } from "./registry-failure.ts";

export interface RemoteDigestOptions {
  /** X-Registry-Auth, from `registryAuth`. */
  readonly auth?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface DistributionInspect {
  readonly Descriptor: { readonly digest: string };
}

/**
 * Asks a registry, by the engine, which digest a reference has there now; nothing is downloaded.
 * Podman (4.3) has no such call, nor another that tells the digest: for it the answer is `unsupported`.
 * @returns a registry's refusal or silence as a status, as an image on the engine may do
 * @throws HashikeError when the engine itself cannot be reached; `signal.reason` when aborted
 */
export async function remoteDigest(
  client: EngineClient,
  reference: string,
  { auth, signal }: RemoteDigestOptions,
): Promise<RemoteImage> {
  try {
    const { Descriptor } = await client.get<DistributionInspect>(
      `/distribution/${imageInPath(reference)}/json`,
      {
        headers: auth === undefined ? {} : { "X-Registry-Auth": auth },
        signal,
      },
    );
    return { status: "current", digest: Descriptor.digest };
  } catch (error) {
    const status = engineStatus(error);
    if (status === undefined) throw error;
    return failureStatus(reference, engineReason(error), status);
  }
}

function failureStatus(reference: string, reason: string, status: number): RemoteImage {
  // Podman's words for a path it does not know; a registry's 404 says more.
  if (status === 404 && /^(404 )?(page )?not found$/i.test(reason)) {
    return { status: "unsupported", reason: "this engine cannot ask registries (Podman)" };
  }
  const { kind } = registryFailure(reference, reason, status);
  return { status: kind === "other" ? "unreachable" : kind, reason };
}
