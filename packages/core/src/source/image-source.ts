import type { Progress } from "../apply/driver.ts";
import type { RemoteImage } from "../observed/observed-state.ts";

/**
 * Where images of one scheme come from, e.g. archives in S3 for `docker-archive+s3`. Registries need none:
 * the engine speaks to them itself.
 */
export interface ImageSource {
  /** The name that an image of this reference has on the engine once it is loaded: `app:latest`. */
  localName(reference: string): string;
  /**
   * Says what the reference points to now, without downloading it. As digest of a `current` image it gives the
   * engine's image ID. A source that cannot be asked is a status, not an error.
   */
  resolve(reference: string, options: { readonly signal: AbortSignal }): Promise<RemoteImage>;
  /**
   * Brings the image onto the engine.
   * @returns the engine's image ID
   * @throws HashikeError `DRIVER_IMAGE_PULL_FAILED` or `DRIVER_IMAGE_UNAVAILABLE`
   */
  load(reference: string, engine: ImageLoader, options: ImageLoadOptions): Promise<string>;
}

/** What a source may do with the engine. */
export interface ImageLoader {
  /** `POST /images/load` with a tar as `docker save` writes it, compressed or not. */
  loadArchive(archive: AsyncIterable<Uint8Array>, options: ImageLoadOptions): Promise<void>;
  /** @returns the engine's ID of an image; `undefined` when it has none of that name */
  imageId(name: string): Promise<string | undefined>;
  tag(imageId: string, name: string): Promise<void>;
}

export interface ImageLoadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** By scheme: the text before `://`. */
export type ImageSources = Readonly<Record<string, ImageSource>>;
