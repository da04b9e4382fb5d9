import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineImages } from "@hashike/core";
import { openFileFolder } from "../../src/folder/file-folder.ts";
import type { ObjectFolder } from "../../src/folder/object-folder.ts";
import { defaultLimits } from "../../src/images/image-limits.ts";
import { collectGarbage } from "../../src/store/collect-garbage.ts";
import { blobKey, pointerKey } from "../../src/store/layout.ts";
import { pushImage } from "../../src/store/push-image.ts";
import type { Reading } from "../../src/store/read/read-document.ts";

/** The folder of one image in a store on disk. */
export interface TestStore extends AsyncDisposable {
  /** For `oci+file:`, without a tag. */
  readonly reference: string;
  readonly folder: ObjectFolder;
  readonly reading: Reading;
  keys(prefix?: string): Promise<readonly string[]>;
  push(images: EngineImages, tag: string, folder?: ObjectFolder): ReturnType<typeof pushImage>;
  /** Collects as if so much time had passed since all was written. */
  collect(options?: {
    hoursLater?: number;
    dryRun?: boolean;
    folder?: ObjectFolder;
  }): ReturnType<typeof collectGarbage>;
}

export const graceMs = 24 * 3_600_000;

export async function testStore(name = "app"): Promise<TestStore> {
  const base = await mkdtemp(join(tmpdir(), "hashike-store-"));
  const url = pathToFileURL(join(base, name)).href;
  const folder = openFileFolder(url);
  const reading = { folder, limits: defaultLimits, signal: new AbortController().signal };
  return {
    reference: `oci+${url}`,
    folder,
    reading,
    keys: async (prefix = "") => (await folder.list(prefix)).map(({ key }) => key).sort(),
    push: (images, tag, into = folder) =>
      pushImage("app:1", tag, { ...reading, folder: into, images, onProgress: () => {} }),
    collect: ({ hoursLater = 25, dryRun = false, folder: from = folder } = {}) =>
      collectGarbage(
        { ...reading, folder: from },
        { beforeMs: Date.now() + hoursLater * 3_600_000 - graceMs, dryRun },
      ),
    [Symbol.asyncDispose]: () => rm(base, { recursive: true }),
  };
}

export { blobKey, pointerKey };
