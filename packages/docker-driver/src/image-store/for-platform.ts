import type { ImageStore, LoadedImageNote } from "@hashike/core";

/**
 * The engine's images as they look to an image source that is to bring another platform than the engine's own: it is
 * what the engine runs, and what was loaded for other platforms was not.
 * @param platform {@link ImageSpec.platform}
 */
export function forPlatform<Store extends ImageStore & { note?(note: LoadedImageNote): Promise<void> }>(
  store: Store,
  platform: string | undefined,
): Store {
  if (platform === undefined) return store;
  const [os = "", architecture = ""] = platform.split("/");
  const suffix = ` ${platform}`;
  return {
    ...store,
    facts: async (options) => ({ ...(await store.facts(options)), os, architecture }),
    notes: async (options) =>
      (await store.notes(options)).flatMap((note) =>
        note.name.endsWith(suffix) ? [{ ...note, name: note.name.slice(0, -suffix.length) }] : [],
      ),
    ...(store.note === undefined
      ? {}
      : { note: (note: LoadedImageNote) => store.note?.({ ...note, name: note.name + suffix }) }),
  };
}
