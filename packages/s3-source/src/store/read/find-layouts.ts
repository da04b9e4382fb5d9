import type { ListedObject, ObjectFolder } from "../../folder/object-folder.ts";
import { layoutKey } from "../layout.ts";

/** The folder of one image below a place, with what is in it. */
export interface FoundLayout {
  /** Relative to the place, e.g. `team/app`; empty when the place itself is the folder. */
  readonly path: string;
  /** With keys relative to the folder. */
  readonly objects: readonly ListedObject[];
}

/** Finds every image's folder below a place: each has an `oci-layout` in it. Other objects are nobody's concern. */
export async function findLayouts(place: ObjectFolder, signal: AbortSignal): Promise<readonly FoundLayout[]> {
  const objects = await place.list("", { signal });
  const found = new Map<string, ListedObject[]>();
  for (const { key } of objects) {
    if (key === layoutKey) found.set("", []);
    else if (key.endsWith(`/${layoutKey}`)) found.set(key.slice(0, -layoutKey.length - 1), []);
  }
  for (const object of objects) {
    const path = closest(object.key, found);
    if (path === undefined) continue;
    const key = path === "" ? object.key : object.key.slice(path.length + 1);
    found.get(path)?.push({ ...object, key });
  }
  return [...found]
    .map(([path, inside]) => ({ path, objects: inside }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The longest path of a layout that a key is below of: layouts may lie within one another. */
function closest(key: string, layouts: ReadonlyMap<string, unknown>): string | undefined {
  for (let end = key.lastIndexOf("/"); end > 0; end = key.lastIndexOf("/", end - 1)) {
    const path = key.slice(0, end);
    if (layouts.has(path)) return path;
  }
  return layouts.has("") ? "" : undefined;
}
