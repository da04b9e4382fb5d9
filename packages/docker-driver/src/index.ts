export type { ImageLoader, ImageLoadOptions, ImageSource, ImageSources } from "@hashike/core";
export { createDockerDriver, type DockerDriverOptions } from "./docker-driver.ts";
