import type { ImageLimits } from "@hashike/s3-source";
import type { Context } from "../process/context.ts";

/**
 * Where to stop reading images, if not where the source itself does.
 * @param trusted the limits for images of which somebody says that they are meant
 */
export function imageLimits(
  { options, env }: Pick<Context, "options" | "env">,
  trusted: Partial<ImageLimits>,
): Partial<ImageLimits> | undefined {
  return options.sources.trustImages || env.HASHIKE_TRUST_IMAGES === "1" ? trusted : undefined;
}
