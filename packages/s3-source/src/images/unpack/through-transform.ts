import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Sends chunks through a stream of `node:zlib`. The source's own error is passed on; ending early ends the source.
 * @param explain what an error of the transform means; `undefined` for another error
 */
export async function* throughTransform(
  source: AsyncIterable<Uint8Array>,
  transform: Transform,
  explain: (error: unknown) => Error | undefined,
): AsyncGenerator<Uint8Array> {
  let fault: unknown;
  // Not source.pipe(transform): without the pipeline a source that breaks off would leave the reader waiting forever.
  const piped = pipeline(Readable.from(source), transform).catch((error: unknown) => {
    fault = error;
  });
  try {
    yield* transform as AsyncIterable<Uint8Array>;
  } catch (error) {
    await piped;
    throw explain(fault ?? error) ?? fault ?? error;
  } finally {
    transform.destroy();
    await piped;
  }
}
