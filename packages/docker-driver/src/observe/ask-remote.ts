import type { RemoteImage } from "@hashike/core";
import { mapBounded } from "./map-bounded.ts";

/** A registry that does not answer must not hold up an apply that a timer starts every minute. */
const timeoutMs = 20_000;
const concurrency = 8;

/**
 * Asks about many images side by side, each for a bounded time.
 * @param ask told to stop by its signal when the time is over
 * @returns an answer for each; silence is the status `unreachable`
 */
export async function askRemotes<T>(
  images: readonly T[],
  ask: (image: T, signal: AbortSignal) => Promise<RemoteImage>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<T, RemoteImage>> {
  const answers = await mapBounded(
    images,
    concurrency,
    async (image) => [image, await askOne(image, ask, signal)] as const,
  );
  return new Map(answers);
}

async function askOne<T>(
  image: T,
  ask: (image: T, signal: AbortSignal) => Promise<RemoteImage>,
  signal: AbortSignal | undefined,
): Promise<RemoteImage> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await ask(image, signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (!timeout.aborted || signal?.aborted) throw error;
    return {
      status: "unreachable",
      reason: `its registry did not answer within ${timeoutMs / 1000} seconds`,
    };
  }
}
