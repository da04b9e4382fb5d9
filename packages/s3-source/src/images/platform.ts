import type { ImageStoreFacts } from "@hashike/core";
import { RefusalError, shown } from "./refusal-error.ts";

/** In Go's words: `linux`, `arm`, `v7`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** Processors that run programs of others. */
const alsoRuns: Readonly<Record<string, readonly string[]>> = { amd64: ["386"], arm64: ["arm"] };

/** @throws RefusalError for an image of another kind of machine: engines load it without a word */
export function checkPlatform(
  image: { readonly os: string | undefined; readonly architecture: string | undefined },
  engine: ImageStoreFacts,
): void {
  const { os = engine.os, architecture = engine.architecture } = image;
  if (os !== engine.os || !runnable(engine).includes(architecture)) {
    throw otherPlatform([{ os, architecture }], engine);
  }
}

/**
 * Of images for several platforms the one that the engine runs. What does not tell its platform is taken where it is
 * the only one.
 * @throws RefusalError when there is none
 */
export function choosePlatform<T extends { readonly platform?: Platform | undefined }>(
  images: readonly T[],
  engine: ImageStoreFacts,
): T {
  for (const architecture of runnable(engine)) {
    const [found] = images
      .filter(({ platform }) => platform?.os === engine.os && platform.architecture === architecture)
      // An engine does not tell its processor's variant, and each runs what was made for a lower one.
      .sort((a, b) => compare(variantOf(a), variantOf(b)));
    if (found !== undefined) return found;
  }
  const [only] = images;
  if (only !== undefined && images.length === 1 && only.platform === undefined) return only;
  throw otherPlatform(
    images.flatMap(({ platform }) => platform ?? []),
    engine,
  );
}

/** The architectures whose programs an engine runs, its own first. */
function runnable({ architecture }: ImageStoreFacts): readonly string[] {
  return [architecture, ...(alsoRuns[architecture] ?? [])];
}

function variantOf({ platform }: { readonly platform?: Platform | undefined }): string {
  return platform?.variant ?? "";
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

function otherPlatform(platforms: readonly Platform[], engine: ImageStoreFacts): RefusalError {
  const own = `${engine.os}/${engine.architecture}`;
  const others = [...new Set(platforms.map(platformName))];
  return new RefusalError(
    `has an image for ${shown(others.join(", "))}, and the engine runs ${own}`,
    `build it for ${own} (\`docker build --platform ${own}\`), or save that platform of it (\`docker save --platform ${own}\`)`,
  );
}

export function platformName({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join("/");
}
