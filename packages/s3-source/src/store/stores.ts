import {
  type EngineImages,
  HashikeError,
  type ImageLoadOptions,
  isHashikeError,
  type StoreReference,
  withoutCredentials,
} from "@hashike/core";
import { openFolder } from "../folder/open-folder.ts";
import { defaultLimits } from "../images/image-limits.ts";
import { type Collected, type CollectOptions, collectGarbage } from "./collect-garbage.ts";
import { type ListedImage, listImages } from "./list-images.ts";
import { loadStored } from "./load-stored.ts";
import { type PushResult, pushImage } from "./push-image.ts";
import { findLayouts } from "./read/find-layouts.ts";
import type { Reading } from "./read/read-document.ts";
import { localNameFor, readPlace, readReference } from "./read/read-reference.ts";
import { findStored } from "./read/stored-image.ts";
import { removeTag } from "./remove-tag.ts";
import type { StoreImageSourcesOptions } from "./store-image-sources.ts";
import { loadFailure } from "./store-source.ts";

/** What is done to stores by hand. References are as in manifests: `oci+s3://bucket/prefix/app:1.0`. */
export interface Stores {
  /**
   * @param name of the image on the engine
   * @throws HashikeError `NOT_FOUND`, `STORE_UNWRITABLE`, `SOURCE_…`, `DRIVER_IMAGE_UNAVAILABLE`
   */
  push(name: string, reference: string, images: EngineImages, options: ImageLoadOptions): Promise<PushResult>;
  /**
   * @param name to give it on the engine. Default: the last part of the reference
   * @throws HashikeError as an image source's `load`
   */
  pull(
    reference: string,
    name: string | undefined,
    images: EngineImages,
    options: ImageLoadOptions,
  ): Promise<PulledImage>;
  /** @param place a store, or a part of it: `oci+s3://bucket/prefix` */
  list(place: string, options: ListOptions): Promise<readonly ListedImage[]>;
  /** Takes a tag away. @returns the digest that it pointed to, where that can be told */
  remove(reference: string, options: StoresOptions): Promise<string | undefined>;
  /** Removes what no tag needs. @returns what went, for each image's folder below the place */
  collectGarbage(place: string, options: StoresOptions & CollectOptions): Promise<readonly Collected[]>;
}

export interface StoresOptions {
  readonly signal: AbortSignal;
}

export interface ListOptions extends StoresOptions {
  /** Called for an image's folder whose tags cannot be read. */
  readonly onUnreadable: (address: string, reason: string) => void;
}

export interface PulledImage {
  /** The engine's. */
  readonly imageId: string;
  readonly name: string;
}

/** Stores of images without a registry, in S3 and in folders. Nothing is asked before it is used. */
export function createStores({ limits, ...options }: StoreImageSourcesOptions = {}): Stores {
  const allLimits = { ...defaultLimits, ...limits };
  const open = (url: string, signal: AbortSignal): Reading => ({
    folder: openFolder(url, options),
    limits: allLimits,
    signal,
  });
  const openAll = (place: string, signal: AbortSignal) => {
    const url = readPlace(place);
    return {
      place: openFolder(url, options),
      open: (path: string) => open(path === "" ? url : `${url}/${path}`, signal),
    };
  };
  return {
    push: (name, text, images, work) => {
      const reference = withTag(text);
      return pushImage(name, reference.tag, { ...open(reference.url, work.signal), ...work, images });
    },
    pull: async (text, name, images, work) => {
      const reference = readTyped(text);
      const reading = { ...open(reference.url, work.signal), ...work };
      const localName = name ?? localNameFor(reference);
      try {
        const image = await findStored(reference, reading);
        return { imageId: await loadStored(image, localName, images, reading), name: localName };
      } catch (error) {
        work.signal.throwIfAborted();
        throw loadFailure(error, reference, reading.folder);
      }
    },
    list: (place, { signal, onUnreadable }) => {
      const all = openAll(place, signal);
      return listImages(all.place, all.open, { signal, onUnreadable });
    },
    remove: (text, { signal }) => {
      const { url, name, tag } = withTag(text);
      return removeTag(name, tag, open(url, signal));
    },
    collectGarbage: async (place, { signal, ...collect }) => {
      const all = openAll(place, signal);
      const collected: Collected[] = [];
      for (const { path } of await findLayouts(all.place, signal)) {
        collected.push(await collectGarbage(all.open(path), collect));
      }
      return collected;
    },
  };
}

/** @throws HashikeError `USAGE` where a digest stands in the place of a tag */
function withTag(text: string): StoreReference & { readonly tag: string } {
  const reference = readTyped(text);
  const { tag, digest } = reference;
  if (tag !== undefined && digest === undefined) return { ...reference, tag };
  throw new HashikeError("USAGE", `${text}: names an image by its digest, where a tag is needed`, {
    hint: "write it as in oci+s3://bucket/prefix/app:1.0",
  });
}

/** A reference from a command line, where a mistake in it is one of usage. */
function readTyped(text: string): StoreReference {
  try {
    return readReference(text);
  } catch (error) {
    if (!isHashikeError(error)) throw error;
    throw new HashikeError("USAGE", `${withoutCredentials(text)}: ${error.message}`, {
      hint: error.hint,
      cause: error,
    });
  }
}
