import { HashikeError } from "@hashike/core";
import { noteBrought } from "../../brought-images/brought-notes.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import { forPlatform } from "../../image-store/for-platform.ts";
import { imageIdOf } from "../../image-store/image-store.ts";
import { nameOnEngine, sourceFor } from "../../observe/image-source.ts";
import { listImages } from "../../observe/images.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

/** Brings an image, and notes for whom where it was not on the engine before. */
export const pullImageAction: Executor<"image.pull"> = async (action, environment, context) => {
  const { client, imageSources } = environment;
  const { image, users } = action;
  if (users === undefined) return bring(action, environment, context);
  const before = new Set((await listImages(client, context.signal)).map(({ Id }) => Id));
  const output = await bring(action, environment, context);
  if (output.imageId === undefined) return output;
  const brought = { id: output.imageId, name: nameOnEngine(image.reference, imageSources), users };
  try {
    await noteBrought(client, brought, before);
    return output;
  } catch (error) {
    if (engineStatus(error) === undefined) throw error;
    // The image is there, and that is what matters: it is only never removed again.
    const message = `image ${image.reference}: who it is for could not be noted, so it stays on the engine: ${engineReason(error)}`;
    return { ...output, notices: [...(output.notices ?? []), message] };
  }
};

/**
 * One that could not be brought, although nobody knows that it has changed, is no failure while
 * the engine has an older one: a registry that is down must not stop an apply.
 */
const bring: Executor<"image.pull"> = async ({ image, digest }, environment, context) => {
  const { client, imageSources, imageLoader, pull } = environment;
  const { signal, onProgress } = context;
  if (image.scheme !== "registry") {
    const source = sourceFor(image, imageSources);
    const loader = forPlatform(imageLoader, image.platform);
    return { imageId: await source.load(image.reference, loader, { signal, onProgress }) };
  }
  try {
    await pull(image.reference, { platform: image.platform, signal, onProgress });
  } catch (error) {
    if (signal.aborted) throw error;
    const mayUseLocal = digest === undefined && image.platform === undefined;
    const local = mayUseLocal ? await imageIdOf(client, image.reference) : undefined;
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
