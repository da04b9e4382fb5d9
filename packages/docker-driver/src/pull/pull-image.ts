import { HashikeError, isHashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { connectionError } from "../engine/faults/connection-error.ts";
import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { explainNoSpace } from "../execute/failures/known-failures.ts";
import { jsonLines } from "./json-lines.ts";
import { type PullProgress, pullProgress } from "./pull-progress.ts";
import { registryFailure } from "./registry-failure.ts";
import { splitReference } from "./split-reference.ts";
import { streamError } from "./stream-error.ts";

export interface PullOptions {
  /** X-Registry-Auth, from `registryAuth`. */
  readonly auth?: string | undefined;
  /** Why there are no credentials, for a registry that wants some. */
  readonly problem?: HashikeError | undefined;
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
  const { auth, problem, signal, platform } = options;
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
    if (status !== undefined)
      throw pullFailed(reference, engineReason(error), { problem, status, cause: error });
    throw isHashikeError(error) ? error : connectionError(error, client.endpoint);
  }
}

async function readPull(
  answer: AsyncIterable<Uint8Array>,
  reference: string,
  { onProgress, problem }: PullOptions,
): Promise<void> {
  const add = pullProgress();
  for await (const message of jsonLines(answer)) {
    const failure = streamError(message);
    if (failure !== undefined) throw pullFailed(reference, printable(failure), { problem });
    const progress = add(message);
    if (progress !== undefined) onProgress?.(progress);
  }
}

interface PullFailure {
  readonly problem?: HashikeError | undefined;
  readonly status?: number;
  readonly cause?: unknown;
}

function pullFailed(
  reference: string,
  reason: string,
  { problem, status, cause }: PullFailure,
): HashikeError {
  const full = explainNoSpace(reason);
  if (full !== undefined) {
    const message = `cannot pull ${printable(reference)}: ${reason}`;
    return new HashikeError(full.code ?? "DRIVER_IMAGE_PULL_FAILED", message, { hint: full.hint, cause });
  }
  const failure = registryFailure(reference, reason, status);
  const wanted = failure.kind === "denied" ? problem : undefined;
  const whole = wanted === undefined ? reason : `${reason}; ${wanted.message}`;
  return new HashikeError("DRIVER_IMAGE_PULL_FAILED", `cannot pull ${printable(reference)}: ${whole}`, {
    hint: wanted?.hint ?? failure.hint,
    cause,
  });
}
