import { truncated } from "../tar/tar-entries.ts";
import { tarFrame } from "./hybrid-tar.ts";
import type { ImageLimits } from "./image-limits.ts";
import { layerMeter, type MeasuredLayer } from "./layer-meter.ts";
import { RefusalError } from "./refusal-error.ts";

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
 * @throws RefusalError when it ends early
 */
export async function* packLayer(
  { path, size, body, onBytes }: LayerFile,
  limits: ImageLimits,
): AsyncGenerator<Uint8Array, MeasuredLayer> {
  const { before, after } = tarFrame(path, size);
  const meter = layerMeter(limits);
  try {
    yield before;
    let passed = 0;
    for await (const chunk of body) {
      passed += chunk.length;
      if (passed > size) throw new RefusalError("has a layer that is longer than it says");
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
