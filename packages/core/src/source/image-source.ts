import type { RemoteImage } from "../observed/observed-state.ts";
import type { Progress } from "./progress.ts";

/**
 * Where images of one scheme come from, e.g. archives in S3 for `docker-archive+s3`. Registries need none:
 * the engine speaks to them itself.
 */
export interface ImageSource {
  /**
   * The name that an image of this reference has on the engine once it is loaded: `app:latest`.
   * @throws HashikeError `MANIFEST_INVALID` for a reference that cannot be read
   */
  localName(reference: string): string;
  /**
   * Says what the reference points to now, from headers and manifests alone. As digest of a `current` image it gives
   * the ID that the engine has or will have it under. A source that cannot be asked is a status, not an error.
   */
  resolve(reference: string, store: ImageStore, options: ImageStoreOptions): Promise<RemoteImage>;
  /**
   * Brings the image onto the engine and gives it its local name, or leaves images and names as they were.
   * @returns the engine's image ID
   * @throws HashikeError `DRIVER_IMAGE_PULL_FAILED`, `DRIVER_IMAGE_UNAVAILABLE`, or `SOURCE_…` of its object
   */
  load(reference: string, store: ImageLoader, options: ImageLoadOptions): Promise<string>;
}

/** The images that an engine has, to look at. One object is one look: what it told about an image ID stays true. */
export interface ImageStore {
  facts(options: ImageStoreOptions): Promise<ImageStoreFacts>;
  /** Every image of the engine with its layers. */
  list(options: ImageStoreOptions): Promise<readonly StoredImage[]>;
  /** @param name an ID, or a name with a tag */
  find(name: string, options: ImageStoreOptions): Promise<StoredImage | undefined>;
  /** What was noted about images that Hashike loaded, also before this process. */
  notes(options: ImageStoreOptions): Promise<readonly LoadedImageNote[]>;
}

/** What a source may do with the engine's images. */
export interface ImageLoader extends ImageStore {
  /**
   * `POST /images/load` with a tar as `docker save` writes it. Returns when the engine has it all.
   * @throws HashikeError `DRIVER_IMAGE_PULL_FAILED` with the engine's words; the archive's own error
   */
  load(archive: AsyncIterable<Uint8Array>, options: ImageStoreOptions): Promise<void>;
  tag(imageId: string, name: string): Promise<void>;
  /** Removes an image and all names it has; one that is not there is no error. */
  remove(imageId: string): Promise<void>;
  /** Keeps a note on the engine, in place of earlier ones about the same image of the same archive. */
  note(note: LoadedImageNote): Promise<void>;
}

/** What may be done with an engine's images from outside of an apply. */
export interface EngineImages extends ImageLoader {
  /**
   * One image as `docker save` writes it, as it comes: the engine waits for a slow reader, and stops when the reader
   * does. Nothing is asked before it is read.
   * @param name an ID, or a name with a tag
   * @throws HashikeError `DRIVER_IMAGE_UNAVAILABLE`, also when the engine breaks off
   */
  export(name: string, options: ImageStoreOptions): AsyncIterable<Uint8Array>;
}

export interface ImageStoreFacts {
  /**
   * `graph`: an image's ID is the digest of its config, and every layer of an image that is listed is there.
   * `containerd`: it is the digest of its manifest; a layer may be there under the digest of its compressed form alone.
   */
  readonly kind: "graph" | "containerd";
  /** In Go's words: `linux`, `amd64`. */
  readonly os: string;
  readonly architecture: string;
}

export interface StoredImage {
  readonly id: string;
  /** As the engine lists them: `app:latest`. */
  readonly names: readonly string[];
  /** Diff IDs, lowest layer first. */
  readonly layers: readonly string[];
}

/** What one version of an archive held under one name. Kept on the engine: it outlives this installation. */
export interface LoadedImageNote {
  /** {@link RangedObject.address} */
  readonly archive: string;
  /** {@link ObjectStat.version} */
  readonly version: string;
  /** As the archive was asked for it: `app:latest`, or a config's digest. */
  readonly name: string;
  readonly configDigest: string;
  readonly imageId: string;
  /** Every layer is in the store uncompressed, under its diff ID. */
  readonly isPlain: boolean;
}

export interface ImageStoreOptions {
  readonly signal: AbortSignal;
}

export interface ImageLoadOptions extends ImageStoreOptions {
  readonly onProgress: (progress: Progress) => void;
}

/** By scheme: the text before `://`. */
export type ImageSources = Readonly<Record<string, ImageSource>>;
