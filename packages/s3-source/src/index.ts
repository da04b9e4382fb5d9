export {
  type ArchiveImageSourcesOptions,
  createArchiveImageSources,
} from "./archive/archive-image-sources.ts";
export { openFileObject } from "./file-object.ts";
export { createFileSource, type FileSourceOptions } from "./file-source.ts";
export { openHttpObject } from "./http/http-object.ts";
export type { HttpOptions } from "./http/http-options.ts";
export { createHttpSource, type HttpSourceOptions } from "./http/http-source.ts";
export { type ImageLimits, trustedLimits } from "./images/image-limits.ts";
export type { Patience } from "./object/patience.ts";
export type { KnownManifest, KnownManifests } from "./object/read-manifest.ts";
export { type ObjectOptions, openObject } from "./open-object.ts";
export { openS3Object } from "./s3/s3-object.ts";
export type { S3Options } from "./s3/s3-options.ts";
export { createS3Source, type S3SourceOptions } from "./s3/s3-source.ts";
export type { Collected, CollectOptions } from "./store/collect-garbage.ts";
export type { ListedImage } from "./store/list-images.ts";
export type { PushResult } from "./store/push-image.ts";
export { createStoreImageSources, type StoreImageSourcesOptions } from "./store/store-image-sources.ts";
export {
  createStores,
  type ListOptions,
  type PulledImage,
  type Stores,
  type StoresOptions,
} from "./store/stores.ts";
