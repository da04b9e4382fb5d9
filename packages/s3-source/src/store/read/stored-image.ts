import type { ImageStore, StoreReference } from "@hashike/core";
import type { Descriptor } from "../../images/descriptor.ts";
import { imageIdOf } from "../../images/hybrid-tar.ts";
import { type ImageConfig, isDigest, parseImageConfig } from "../../images/image-config.ts";
import type { PlannedLayer } from "../../images/planned-layer.ts";
import { checkPlatform } from "../../images/platform.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { planStoredLayers, shippedLayers } from "../plan-stored-layers.ts";
import { findTag, notInStore } from "./find-tag.ts";
import { configAnnotation } from "./pointer.ts";
import { type Reading, readBlob } from "./read-document.ts";
import { manifestFor, readStored, type StoredManifest } from "./stored-manifest.ts";

/** An image in a store, by the digest of its manifest, read as far as somebody wanted to know. */
export interface StoredImage {
  /** What it was asked for by: `app:1.0`, `app@sha256:…`. */
  readonly name: string;
  readonly digest: string;
  /** As its pointer tells it. */
  readonly configDigest: string | undefined;
  /** Filled by {@link manifestOf}. */
  manifest?: StoredManifest;
}

/** What an image is made of, checked as far as that goes without its layers. */
export interface StoredParts {
  readonly config: ImageConfig;
  readonly layers: readonly PlannedLayer[];
}

/**
 * Finds what a reference points to now.
 * @throws HashikeError `SOURCE_NOT_FOUND` when there is no such tag; RefusalError for one that cannot be read
 */
export async function findStored(reference: StoreReference, reading: Reading): Promise<StoredImage> {
  const { name, tag, digest } = reference;
  if (digest !== undefined) return { name: `${name}@${digest}`, digest, configDigest: undefined };
  const pointer = await findTag(reference, reading);
  return { name: `${name}:${tag}`, digest: pointer.digest, configDigest: configDigestOf(pointer, tag) };
}

/** Engines are asked for it: whoever may write to the store could make them understand another question. */
function configDigestOf({ annotations }: Descriptor, tag: string | undefined): string | undefined {
  const told = annotations[configAnnotation];
  if (told === undefined || isDigest(told)) return told;
  throw new RefusalError(`has a tag ${tag} that cannot be read: its ${configAnnotation} is no digest`);
}

/** @returns the engine's ID of an image, when it has it */
export async function findOnEngine(
  image: StoredImage,
  store: ImageStore,
  reading: Reading,
): Promise<string | undefined> {
  const { kind } = await store.facts(reading);
  // What the pointer tells is asked first: then nothing more need be read.
  const told = kind === "containerd" ? image.digest : image.configDigest;
  const found = told === undefined ? undefined : await store.find(told, reading);
  if (found !== undefined) return found.id;
  const manifest = await manifestOf(image, store, reading);
  const imageId = idOf(manifest, kind) ?? (await notedId(image, store, reading));
  return imageId === undefined || imageId === told ? undefined : (await store.find(imageId, reading))?.id;
}

/** @throws RefusalError for an image that is damaged, or for another kind of machine */
export async function readParts(
  image: StoredImage,
  store: ImageStore,
  reading: Reading,
): Promise<StoredParts> {
  const manifest = await manifestOf(image, store, reading);
  const config = parseImageConfig(await readBlob(manifest.config.digest, reading), reading.limits);
  checkPlatform(config, await store.facts(reading));
  return { config, layers: planStoredLayers(manifest, config, reading) };
}

async function manifestOf(image: StoredImage, store: ImageStore, reading: Reading): Promise<StoredManifest> {
  const { name, digest } = image;
  if (image.manifest === undefined) {
    // Without a tag that promised it, nothing is damaged: there is no such image.
    const missing = name.endsWith(digest) ? notInStore(name, reading) : undefined;
    const stored = await readStored(digest, reading, missing);
    image.manifest = await manifestFor(stored, await store.facts(reading), reading);
  }
  return image.manifest;
}

/** What the engine will call an image; `undefined` where only its layers can tell. */
function idOf(manifest: StoredManifest, kind: "graph" | "containerd"): string | undefined {
  const { digest, size } = manifest.config;
  if (kind === "graph") return digest;
  const layers = shippedLayers(manifest);
  return layers && imageIdOf({ config: { digest, bytes: { length: size } }, layers }, kind);
}

/** What it was called when it was loaded. */
async function notedId(
  { digest }: StoredImage,
  store: ImageStore,
  { folder, signal }: Reading,
): Promise<string | undefined> {
  const notes = await store.notes({ signal });
  return notes.find((note) => note.archive === folder.address && note.version === digest)?.imageId;
}
