import type { ImageLoader, ImageLoadOptions } from "@hashike/core";
import type { ImageLimits } from "../../images/image-limits.ts";
import { loadLayers } from "../../images/load-layers.ts";
import type { LoadedImage } from "../../images/loaded-image.ts";
import { checkPlatform } from "../../images/platform.ts";
import type { ArchivedImage } from "../archived-image.ts";
import { readConfig, readContents, type TarArchive } from "../tar-archive.ts";
import { planLayers } from "./plan-layers.ts";

/**
 * Loads one image of an uncompressed archive, without a name: only the layers that the engine lacks are read.
 * @throws RefusalError for an archive that is refused; HashikeError of the object or the engine. No new image stays.
 */
export async function loadFromTar(
  archive: TarArchive,
  image: ArchivedImage,
  store: ImageLoader,
  options: ImageLoadOptions,
  limits: ImageLimits,
): Promise<LoadedImage> {
  const { signal } = options;
  const config = await readConfig(archive, image, limits, signal);
  checkPlatform(config, await store.facts(options));
  const layers = planLayers(archive, image, config, await readContents(archive, limits, signal));
  return loadLayers({ config, layers, store, options, limits });
}
