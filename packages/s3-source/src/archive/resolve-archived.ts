import type { ImageStore, ImageStoreOptions, RemoteImage } from "@hashike/core";
import { imageIdOf } from "../images/hybrid-tar.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { countKnownLayers } from "../images/known-layers.ts";
import { foreseeLayer, transferOf } from "../images/planned-layer.ts";
import { checkPlatform } from "../images/platform.ts";
import { remoteStatus } from "../images/remote-status.ts";
import { findNoted, findPresent } from "./load/find-present.ts";
import { planLayers } from "./load/plan-layers.ts";
import type { ArchiveReference } from "./parse-archive-reference.ts";
import { selectInTar, selectSeen } from "./select-in-tar.ts";
import type { Shelf } from "./shelf.ts";
import { readConfig, readContents, type TarArchive } from "./tar-archive.ts";

/** What to do about an archive that is damaged. */
export const remakeHint = "make the archive anew, and upload it again";

export interface ResolveContext {
  readonly shelf: Shelf;
  readonly limits: ImageLimits;
  readonly store: ImageStore;
  readonly options: ImageStoreOptions;
}

/** Says what an archive holds under a name now, as cheaply as that can be told. */
export async function resolveArchived(
  wanted: ArchiveReference,
  context: ResolveContext,
): Promise<RemoteImage> {
  const { shelf, options } = context;
  shelf.want(wanted);
  const { address } = shelf.object(wanted.url);
  try {
    return await resolve(wanted, context);
  } catch (error) {
    options.signal.throwIfAborted();
    return remoteStatus(error, `the archive ${address}`, remakeHint);
  }
}

async function resolve(wanted: ArchiveReference, context: ResolveContext): Promise<RemoteImage> {
  const { shelf, store, options } = context;
  const { signal } = options;
  const { address } = shelf.object(wanted.url);
  const notes = await shelf.notes(store, signal);
  if (notes.some((note) => note.archive === address)) {
    const { version } = await shelf.stat(store, wanted.url, signal);
    const digest = await findNoted(wanted, { address, version }, notes, store, options);
    if (digest !== undefined) return { status: "current", digest };
  }
  const archive = await shelf.open(store, wanted.url, signal);
  if (archive.format === "compressed") {
    const { version, size } = archive.stat;
    return { status: "unread", version, transfer: { bytes: size, totalBytes: size } };
  }
  const seen = await selectSeen(wanted, archive, context);
  const present = await findPresent(seen, notes, store, options);
  return present === undefined ? foresee(wanted, archive, context) : { status: "current", digest: present };
}

/** The image's ID and what it costs to load, before anything is loaded. */
async function foresee(
  wanted: ArchiveReference,
  archive: TarArchive,
  { limits, store, options }: ResolveContext,
): Promise<RemoteImage> {
  const image = await selectInTar(wanted, archive, { limits, store, options });
  const config = await readConfig(archive, image, limits, options.signal);
  const facts = await store.facts(options);
  checkPlatform(config, facts);
  const layers = planLayers(archive, image, config, await readContents(archive, limits, options.signal));
  const transfer = transferOf(layers, await countKnownLayers(layers, store, options));
  const foreseen = layers.flatMap((layer) => foreseeLayer(layer) ?? []);
  // A graph store needs no more than the config to tell.
  if (facts.kind === "containerd" && foreseen.length < layers.length) {
    return { status: "unread", version: archive.stat.version, transfer };
  }
  return { status: "current", digest: imageIdOf({ config, layers: foreseen }, facts.kind), transfer };
}
