import type {
  EngineImages,
  ImageStore,
  ImageStoreFacts,
  ImageStoreOptions,
  StoredImage,
} from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { imageInPath } from "../engine/image-in-path.ts";
import { listImages } from "../observe/images.ts";
import { exportImage } from "./export-image.ts";
import { loadArchive } from "./load-archive.ts";
import { keepNote, readNotes } from "./notes.ts";
import { readImages } from "./read-images.ts";
import { readFacts } from "./store-facts.ts";

/** `GET /images/{name}/json`, as far as Hashike reads it. */
interface InspectedImage {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RootFS?: { readonly Layers?: readonly string[] | null } | null;
}

/** The engine's images, to look at: one for each observation. */
export function imageStore(client: EngineClient): ImageStore {
  return imageLoader(client);
}

/** What image sources, and those who move images by hand, may do with the engine. */
export function imageLoader(client: EngineClient): EngineImages {
  // By ID, which never has other layers: each image is inspected once, however often images are listed.
  const layersOf = new Map<string, readonly string[]>();
  let facts: Promise<ImageStoreFacts> | undefined;

  const find = async (name: string, { signal }: ImageStoreOptions): Promise<StoredImage | undefined> => {
    // A signal for each call: Node takes many listeners of one for a leak, and says so on stderr.
    const found = await inspectImage(client, name, AbortSignal.any([signal]));
    if (found !== undefined) layersOf.set(found.id, found.layers);
    return found;
  };

  return {
    find,
    facts: ({ signal }) => {
      facts ??= readFacts(client, signal).catch((error: unknown) => {
        facts = undefined;
        throw error;
      });
      return facts;
    },
    list: async (options) => {
      const listed = await listImages(client, options.signal);
      // Side by side: each takes a containerd store 12 ms, one after the other.
      const images = await Promise.all(
        listed.map(async ({ Id, RepoTags }) => {
          const layers = layersOf.get(Id) ?? (await find(Id, options))?.layers;
          return layers === undefined ? undefined : { id: Id, names: namesOf(RepoTags), layers };
        }),
      );
      return images.filter((image) => image !== undefined);
    },
    notes: ({ signal }) => readNotes(client, signal),
    load: (archive, { signal }) => loadArchive(client, archive, signal),
    tag: (imageId, name) => tag(client, imageId, name),
    remove: (imageId) => remove(client, imageId),
    note: (note) => keepNote(client, note),
    export: (name, { signal }) => exportImage(client, name, signal),
  };
}

/** @returns the engine's ID of an image; `undefined` when it has none of that name */
export async function imageIdOf(client: EngineClient, name: string): Promise<string | undefined> {
  return (await inspectImage(client, name))?.id;
}

async function inspectImage(
  client: EngineClient,
  name: string,
  signal?: AbortSignal,
): Promise<StoredImage | undefined> {
  try {
    const path = `/images/${imageInPath(name)}/json`;
    const inspect = () => client.get<InspectedImage>(path, { signal });
    const { Id, RepoTags, RootFS } = await readImages(inspect, { signal });
    return { id: Id, names: namesOf(RepoTags), layers: RootFS?.Layers ?? [] };
  } catch (error) {
    if (engineStatus(error) === 404) return undefined;
    throw error;
  }
}

/** Lists of older engines have `<none>:<none>` for an image without a name. */
function namesOf(repoTags: readonly string[] | null | undefined): readonly string[] {
  return (repoTags ?? []).filter((name) => name !== "<none>:<none>");
}

async function tag(client: EngineClient, imageId: string, name: string): Promise<void> {
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  const query = hasTag ? { repo: name.slice(0, colon), tag: name.slice(colon + 1) } : { repo: name };
  await client.post(`/images/${imageInPath(imageId)}/tag`, { query });
}

async function remove(client: EngineClient, imageId: string): Promise<void> {
  try {
    await client.delete(`/images/${imageInPath(imageId)}`, { query: { force: "1" } });
  } catch (error) {
    if (engineStatus(error) !== 404) throw error;
  }
}
