import {
  HashikeError,
  type ImageLoader,
  type ImageSource,
  type ImageStore,
  type ImageStoreOptions,
} from "@hashike/core";
import { type PauseImage, pauseImage } from "./pause-image.ts";
import { pauseProgram } from "./pause-program.ts";

const localName = "hashike-pause:1";

/** The one image of its scheme, whatever is written behind it. */
export const pauseSource: ImageSource = {
  localName: () => localName,
  async resolve(_reference, store, options) {
    const { architecture, kind } = await store.facts(options);
    const image = await pauseFor(architecture);
    if (image === undefined) return { status: "not-found", reason: missingFor(architecture), hint };
    const there = await find(image, store, options);
    if (there !== undefined) return { status: "current", digest: there };
    return kind === "graph"
      ? { status: "current", digest: image.configDigest }
      : { status: "unread", version: image.configDigest };
  },
  async load(_reference, store, options) {
    const { architecture } = await store.facts(options);
    const image = await pauseFor(architecture);
    if (image === undefined)
      throw new HashikeError("DRIVER_IMAGE_UNAVAILABLE", missingFor(architecture), { hint });
    return load(image, store, options);
  },
};

/**
 * The image for containers that are never started: what it holds matters to nobody, so the engine's architecture need not be
 * known.
 * @returns the engine's ID of it
 */
export async function bringPauseImage(store: ImageLoader, options: ImageStoreOptions): Promise<string> {
  const { architecture } = await store.facts(options);
  const image = (await pauseFor(architecture)) ?? (await pauseFor("amd64"));
  if (image === undefined) throw new Error("there is no program for amd64");
  return (await find(image, store, options)) ?? load(image, store, options);
}

async function load(image: PauseImage, store: ImageLoader, options: ImageStoreOptions): Promise<string> {
  await store.load(
    (async function* () {
      yield image.archive;
    })(),
    options,
  );
  const id = await find(image, store, options);
  if (id !== undefined) return id;
  throw new HashikeError("DRIVER_IMAGE_PULL_FAILED", `the engine has not kept ${localName}`);
}

const hint = "pods of several containers run on amd64 and arm64; a pod of one container needs no sandbox";

function missingFor(architecture: string): string {
  return `no sandbox can be made for the architecture ${architecture}`;
}

async function pauseFor(architecture: string): Promise<PauseImage | undefined> {
  const program = pauseProgram(architecture);
  return program === undefined ? undefined : pauseImage(localName, architecture, program);
}

/** The engine's ID of what it has under the name, if that is the image. */
async function find(
  { diffId }: PauseImage,
  store: ImageStore,
  options: ImageStoreOptions,
): Promise<string | undefined> {
  const stored = await store.find(localName, { signal: options.signal });
  return stored?.layers.join() === diffId ? stored.id : undefined;
}
