export { createDockerDriver, type DockerDriverOptions } from "./docker-driver.ts";
export type { ImageLoader, ImageLoadOptions, ImageSource, ImageSources } from "./observe/image-source.ts";
