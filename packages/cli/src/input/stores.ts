import type { EngineImages } from "@hashike/core";
import { HashikeError } from "@hashike/core";
import type { Stores } from "@hashike/s3-source";
import { imageLimits } from "../args/image-limits.ts";
import { withDriver } from "../engine/with-driver.ts";
import type { Context } from "../process/context.ts";

/** Opens stores of images, with the connections and credentials that manifests have. Nothing is asked yet. */
export async function openStores(context: Context): Promise<Stores> {
  const [{ createStores, trustedLimits }, { s3 }] = await Promise.all([
    import("@hashike/s3-source"),
    context.objectOptions(),
  ]);
  return createStores({ s3, limits: imageLimits(context, trustedLimits) });
}

/**
 * Uses the images of the engine that the options name.
 * @throws HashikeError `DRIVER_UNSUPPORTED` for a driver that keeps them to itself
 */
export async function withImages<T>(context: Context, use: (images: EngineImages) => Promise<T>): Promise<T> {
  return withDriver(context, async (driver) => {
    const images = await driver.images?.();
    if (images !== undefined) return use(images);
    throw new HashikeError("DRIVER_UNSUPPORTED", `driver ${driver.name} moves no images`, {
      hint: "use --driver docker",
    });
  });
}
