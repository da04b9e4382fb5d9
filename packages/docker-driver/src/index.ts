export type { ImageLoader, ImageLoadOptions, ImageSource, ImageSources } from "@hashike/core";
export { createDockerDriver } from "./docker-driver.ts";
export type { DockerDriverOptions } from "./driver-options.ts";
