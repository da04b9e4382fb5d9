import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { type Clock, systemClock } from "../execute/clock.ts";

const pausesMs = [50, 100, 200, 400];

/**
 * Reads something of the engine's images. With a containerd store an engine refuses that while another image comes or goes:
 * Docker 28 says to retry, and 26 that content of the other one is not there. So it is asked again, a few times.
 */
export async function readImages<T>(
  read: () => Promise<T>,
  { signal = new AbortController().signal, clock = systemClock }: ReadImagesOptions = {},
): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await read();
    } catch (error) {
      if (!isAboutAnother(error)) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
  return read();
}

interface ReadImagesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
}

function isAboutAnother(error: unknown): boolean {
  if (engineStatus(error) === undefined) return false;
  return /data changed during operation, retry|content digest \S+ not found/.test(engineReason(error));
}
