import { HashikeError } from "@hashike/core";
import { imageIdOf } from "../../image-store/image-store.ts";
import { sourceFor } from "../../observe/image-source.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

/**
 * Brings an image. One that could not be brought, although nobody knows that it has changed, is no failure while
 * the engine has an older one: a registry that is down must not stop an apply.
 */
export const pullImageAction: Executor<"image.pull"> = async ({ image, digest }, environment, context) => {
  const { client, imageSources, imageLoader, pull } = environment;
  const { signal, onProgress } = context;
  if (image.scheme !== "registry") {
    const source = sourceFor(image, imageSources);
    return { imageId: await source.load(image.reference, imageLoader, { signal, onProgress }) };
  }
  try {
    await pull(image.reference, { signal, onProgress });
  } catch (error) {
    if (signal.aborted) throw error;
    const local = digest === undefined ? await imageIdOf(client, image.reference) : undefined;
    if (local === undefined)
      throw engineFailure(error, "DRIVER_IMAGE_PULL_FAILED", `cannot pull ${image.reference}`);
    const reason = error instanceof Error ? error.message : String(error);
    return { imageId: local, notices: [`image ${image.reference}: ${reason}; the local image is used`] };
  }
  const imageId = await imageIdOf(client, image.reference);
  if (imageId !== undefined) return { imageId };
  throw new HashikeError(
    "DRIVER_IMAGE_UNAVAILABLE",
    `image ${image.reference} was pulled, but the engine has it not`,
    {
      hint: "apply again: something may have removed it",
    },
  );
};
