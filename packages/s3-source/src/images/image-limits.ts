/** What no honest archive comes near, so that a hostile one costs little before it is refused. */
export interface ImageLimits {
  readonly maxEntries: number;
  /** Of `manifest.json`, of an image's config, and of a PAX header, each. */
  readonly maxDocumentBytes: number;
  /** Of all documents that are kept while a compressed archive streams by. */
  readonly maxKeptBytes: number;
  readonly maxImages: number;
  /** Of one image. Docker itself stops at 127. */
  readonly maxLayers: number;
  /** Uncompressed bytes of an archive or a layer. */
  readonly maxBytes: number;
  /** Uncompressed to compressed bytes, once there are more than `ratioFromBytes` uncompressed ones. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

const mebibyte = 1024 * 1024;

/** For images that are meant as they are: only what is kept in memory is bounded, and what engines refuse anyway. */
export const trustedLimits: Partial<ImageLimits> = {
  maxEntries: Number.POSITIVE_INFINITY,
  maxImages: Number.POSITIVE_INFINITY,
  maxBytes: Number.POSITIVE_INFINITY,
  maxRatio: Number.POSITIVE_INFINITY,
};

export const defaultLimits: ImageLimits = {
  maxEntries: 20_000,
  maxDocumentBytes: 4 * mebibyte,
  maxKeptBytes: 32 * mebibyte,
  maxImages: 1000,
  maxLayers: 512,
  maxBytes: 256 * 1024 * mebibyte,
  maxRatio: 200,
  ratioFromBytes: 32 * mebibyte,
};
