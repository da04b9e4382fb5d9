import type { ImageSources, ImageSpec } from "@hashike/core";
import { sandboxScheme } from "../sandbox/sandbox-scheme.ts";

/** Gives the sources once an image needs one: those that read archives and storage are heavy to load. */
export function lazyImageSources(
  given: ImageSources | (() => Promise<ImageSources>) | undefined,
): (images: readonly Pick<ImageSpec, "scheme">[]) => Promise<ImageSources> {
  let loading: Promise<ImageSources> | undefined;
  return async (images) => {
    const schemes = new Set(images.map(({ scheme }) => scheme));
    const isSandboxed = schemes.delete(sandboxScheme);
    schemes.delete("registry");
    if (typeof given === "function" && schemes.size > 0) loading ??= given();
    const sources = typeof given === "function" ? await loading : given;
    return isSandboxed ? { ...sources, ...(await ownSources()) } : (sources ?? {});
  };
}

async function ownSources(): Promise<ImageSources> {
  const { pauseSource } = await import("../sandbox/pause-source.ts");
  return { [sandboxScheme]: pauseSource };
}
