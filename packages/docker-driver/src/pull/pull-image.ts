import { HashikeError, isHashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";
import { connectionError } from "../engine/connection-error.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/engine-error.ts";
import { jsonLines } from "./json-lines.ts";
import { type PullProgress, pullProgress } from "./pull-progress.ts";
import { registryFailure } from "./registry-failure.ts";
import { splitReference } from "./split-reference.ts";
import { streamError } from "./stream-error.ts";

export interface PullOptions {
  /** X-Registry-Auth, from `registryAuth`. */
  readonly auth?: string | undefined;
  /** Called for each message of the engine, which may be many a second. */
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** `linux/arm64`; default: the engine's own. */
  readonly platform?: string | undefined;
}

/**
 * Has the engine pull an image, and waits until it has it.
 * @param reference with a tag or digest; without either `latest` is meant
 * @throws HashikeError `DRIVER_IMAGE_PULL_FAILED`; `signal.reason` when aborted, after which the engine stops too
 */
export async function pullImage(
  client: EngineClient,
  reference: string,
  options: PullOptions,
): Promise<void> {
  const { auth, signal, platform } = options;
  const { name, version } = splitReference(reference);
  try {
    const answer = await client.stream("/images/create", {
      method: "POST",
      query: { fromImage: name, tag: version, platform },
      headers: auth === undefined ? {} : { "X-Registry-Auth": auth },
      signal,
    });
    await readPull(answer, reference, options);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const status = engineStatus(error);
    if (status !== undefined) throw pullFailed(reference, engineReason(error), status, error);
    throw isHashikeError(error) ? error : connectionError(error, client.endpoint);
  }
}

async function readPull(
  answer: AsyncIterable<Uint8Array>,
  reference: string,
  { onProgress }: PullOptions,
): Promise<void> {
  const add = pullProgress();
  for await (const message of jsonLines(answer)) {
    const failure = streamError(message);
    if (failure !== undefined) throw pullFailed(reference, printable(failure));
    const progress = add(message);
    if (progress !== undefined) onProgress?.(progress);
  }
}

function pullFailed(reference: string, reason: string, status?: number, cause?: unknown): HashikeError {
  const { hint } = registryFailure(reference, reason, status);
  return new HashikeError("DRIVER_IMAGE_PULL_FAILED", `cannot pull ${printable(reference)}: ${reason}`, {
    hint,
    cause,
  });
}
