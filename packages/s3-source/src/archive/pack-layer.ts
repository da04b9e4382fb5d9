import { ArchiveError } from "./archive-error.ts";
import { tarFrame } from "./hybrid-tar.ts";
import { layerMeter, type MeasuredLayer } from "./layer-meter.ts";
import type { ArchiveLimits } from "./limits.ts";
import { truncated } from "./tar-entries.ts";

export interface LayerFile {
  /** Where it goes in the archive for the engine. */
  readonly path: string;
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
  /** Called for each chunk that was passed on. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Passes a layer on as a file of a tar, and measures it meanwhile.
 * @returns what it turned out to be
 * @throws ArchiveError when it ends early
 */
export async function* packLayer(
  { path, size, body, onBytes }: LayerFile,
  limits: ArchiveLimits,
): AsyncGenerator<Uint8Array, MeasuredLayer> {
  const { before, after } = tarFrame(path, size);
  const meter = layerMeter(limits);
  try {
    yield before;
    let passed = 0;
    for await (const chunk of body) {
      passed += chunk.length;
      if (passed > size) throw new ArchiveError("has a layer that is longer than it says");
      await meter.add(chunk);
      yield chunk;
      onBytes?.(chunk.length);
    }
    if (passed < size) throw truncated();
    yield after;
    return await meter.end();
  } finally {
    meter.close();
  }
}
