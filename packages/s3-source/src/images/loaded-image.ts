import type { ImageConfig } from "./image-config.ts";

/** An image that the engine has, verified. */
export interface LoadedImage {
  /** The engine's. */
  readonly imageId: string;
  readonly config: Pick<ImageConfig, "digest">;
  /** Every layer was sent uncompressed. */
  readonly isPlain: boolean;
}
