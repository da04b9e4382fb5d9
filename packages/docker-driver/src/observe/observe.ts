import type {
  DesiredState,
  EngineFacts,
  ImageSource,
  ImageSources,
  ImageSpec,
  ImageStore,
  ObservedImage,
  ObservedState,
  RemoteImage,
} from "@hashike/core";
import { broughtImages } from "../brought-images/brought-images.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { freeImageBytes } from "../host-path/free-image-bytes.ts";
import { lookAtMountedFiles } from "../host-path/mounted-files.ts";
import { seesHostFiles } from "../host-path/sees-host-files.ts";
import { forPlatform } from "../image-store/for-platform.ts";
import { notedObjects } from "../object-notes/object-notes.ts";
import { notedCannotPark } from "../park/cannot-park.ts";
import { recordNotes, withRecords } from "../record-notes/record-notes.ts";
import { revisionNotes } from "../revision-notes/revision-notes.ts";
import { askRemotes } from "./ask-remote.ts";
import { listContainers, observedContainer } from "./containers.ts";
import { observeHostPaths } from "./host-paths.ts";
import { enginePlatform, otherPlatform } from "./image-platform.ts";
import { checkReferences, sourceFor } from "./image-source.ts";
import {
  findLocalImage,
  type ListedImage,
  type LocalImage,
  listImages,
  mustAskRemote,
  observedImage,
} from "./images.ts";
import { updatablePathsOf, withLiveDifferences } from "./live-settings.ts";
import { listNetworks } from "./networks.ts";
import { withRuns } from "./runs.ts";
import { unsupportedBy } from "./unsupported.ts";
import { type ListedVolume, listVolumes, observedVolumes } from "./volumes.ts";

export interface ObserveContext {
  readonly client: EngineClient;
  readonly imageSources: ImageSources;
  /** The engine's images, for sources to look at: one for each observation. */
  readonly imageStore: () => Promise<ImageStore>;
  /** Asks a registry, by the engine, what a reference means there. */
  readonly askRegistry: (reference: string, signal: AbortSignal) => Promise<RemoteImage>;
  /** `false`: host paths are left to the apply, as with an engine elsewhere. */
  readonly looksAtHostPaths: boolean;
  /** Of every container that is not foreign, how its present run came about. */
  readonly tellsRuns: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * A handful of Engine calls, however many containers there are; besides them one for each image whose source has
 * to be asked, and one for each wanted container.
 * @throws HashikeError `DRIVER_IMAGE_SCHEME_UNSUPPORTED` for an image that no source brings, `MANIFEST_INVALID` for
 * references that their sources cannot read
 */
export async function observe(desired: DesiredState, context: ObserveContext): Promise<ObservedState> {
  const { client, signal } = context;
  const sources = sourcesOf(desired.images, context.imageSources);
  const networksAsked = listNetworks(client, desired.networks, signal);
  const seesFiles = once(() => seesHostFiles(client, context.looksAtHostPaths, signal));
  const imagesListed = listImages(client, signal);
  const looksAtAddresses =
    context.tellsRuns || desired.containers.some(({ attachments }) => attachments !== undefined);
  const [containers, networks, volumes, images, hostPaths, mountedFiles, listed] = await Promise.all([
    // The calls for each container run while all else is asked, which may take as long.
    Promise.all([listContainers(client, signal), networksAsked]).then(([listed, found]) =>
      withLiveDifferences(
        listed.containers.map((c) => observedContainer(c, found, listed.endedWithZero, looksAtAddresses)),
        desired.containers,
        client,
        signal,
      ).then((found) => (context.tellsRuns ? withRuns(found, client, signal) : found)),
    ),
    networksAsked,
    listVolumes(client, { signal }),
    imagesListed.then((local) => observeImages(desired.images, local, sources, context)),
    observeHostPaths(desired.hostPaths, seesFiles),
    lookAtMountedFiles(desired.containers, seesFiles),
    imagesListed,
  ]);
  const freeImageBytes = await freeForImages(images, context);
  const namesPlatform = desired.images.some(({ platform }) => platform !== undefined);
  const records = recordNotes(volumes, desired.owners);
  return {
    engine: {
      ...describeEngine(client, volumes),
      ...(freeImageBytes === undefined ? {} : { freeImageBytes }),
      ...(namesPlatform ? { platform: await enginePlatform(client, signal) } : {}),
    },
    networks,
    volumes: observedVolumes(volumes),
    images,
    hostPaths,
    ...(mountedFiles === undefined ? {} : { mountedFiles }),
    containers: withRecords(containers, records),
    revisions: revisionNotes(volumes, desired.owners),
    records,
    objects: notedObjects(volumes),
    broughtImages: broughtImages(listed, volumes),
  };
}

/** Asked only when something is to be brought: what is as wanted costs no call. */
async function freeForImages(
  images: readonly ObservedImage[],
  { client, looksAtHostPaths, signal }: ObserveContext,
): Promise<number | undefined> {
  const isBringing = images.some(({ localId, localDigests, remote }) => {
    if (remote.status !== "current" && remote.status !== "unread") return false;
    if ((remote.transfer?.bytes ?? 0) === 0) return false;
    return localId === undefined || remote.status === "unread" || !localDigests.includes(remote.digest);
  });
  return isBringing ? freeImageBytes(client, looksAtHostPaths, signal) : undefined;
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

function describeEngine(client: EngineClient, volumes: readonly ListedVolume[]): EngineFacts {
  const { isPodman, description, apiVersion } = client;
  const nowSeconds = client.nowSeconds();
  const cannotPark = notedCannotPark(volumes, { apiVersion, nowSeconds });
  return {
    description: `${isPodman ? "Podman" : "Docker Engine"} at ${description}`,
    apiVersion,
    nowSeconds,
    updatablePaths: updatablePathsOf(client),
    ...unsupportedBy(client, isPodman),
    // Podman 4.3 listens on them itself, whether or not the network leads outside.
    ...(isPodman ? { claimsPortsAtStart: true } : {}),
    ...(cannotPark === undefined ? {} : { cannotPark }),
  };
}

function sourcesOf(
  images: readonly ImageSpec[],
  imageSources: ImageSources,
): ReadonlyMap<ImageSpec, ImageSource> {
  const found = new Map<ImageSpec, ImageSource>();
  for (const image of images) {
    if (image.scheme !== "registry") found.set(image, sourceFor(image, imageSources));
  }
  checkReferences(found);
  return found;
}

async function observeImages(
  images: readonly ImageSpec[],
  listed: readonly ListedImage[],
  sources: ReadonlyMap<ImageSpec, ImageSource>,
  { client, imageStore, askRegistry, signal }: ObserveContext,
) {
  const found = new Map(images.map((image) => [image, localImage(image, listed, sources.get(image))]));
  const others = await otherPlatforms(found, client, signal);
  const local = new Map([...found].filter(([image]) => !others.has(image)));
  const asked = images.filter((image) => mustAskRemote(image, local.get(image)));
  const store = sources.size === 0 ? undefined : await imageStore();
  const answers = await askRemotes(
    asked,
    (image, timeout) => {
      const source = sources.get(image);
      if (source === undefined || store === undefined) return askRegistry(image.reference, timeout);
      return source.resolve(image.reference, forPlatform(store, image.platform), { signal: timeout });
    },
    signal,
  );
  return images.map((image) =>
    observedImage(
      image.reference,
      local.get(image),
      answers.get(image) ?? { status: "unasked" },
      others.get(image),
    ),
  );
}

/** What images of the engine run on that are there for another platform than the wanted one. */
async function otherPlatforms(
  found: ReadonlyMap<ImageSpec, LocalImage | undefined>,
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<ImageSpec, string>> {
  const others = new Map<ImageSpec, string>();
  for (const [image, local] of found) {
    if (image.platform === undefined || local === undefined) continue;
    const other = await otherPlatform(client, local.id, image.platform, signal);
    if (other !== undefined) others.set(image, other);
  }
  return others;
}

/** A source knows its images by the engine's ID, a registry by digests. */
function localImage(image: ImageSpec, listed: readonly ListedImage[], source: ImageSource | undefined) {
  if (source === undefined) return findLocalImage(image.reference, listed);
  const found = findLocalImage(source.localName(image.reference), listed);
  return found === undefined ? undefined : { id: found.id, digests: [found.id] };
}
