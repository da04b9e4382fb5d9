import type { ImageSources, ImageSpec, Progress, RangedObject } from "@hashike/core";
import { makeAction, steps } from "../../../docker-driver/test/support/actions.ts";
import { testDriver } from "../../../docker-driver/test/support/driver.ts";
import { engine } from "../../../docker-driver/test/support/engine.ts";
import { desiredState } from "../../../docker-driver/test/support/specs.ts";
import { createArchiveImageSources } from "../../src/archive/archive-image-sources.ts";
import type { ImageLimits } from "../../src/images/image-limits.ts";

const loaded = new Set<string>();

/** Also those whose name another one has taken. */
export async function removeLoaded(): Promise<void> {
  for (const id of loaded) await engine.json("DELETE", `/images/${id}?force=1`);
  loaded.clear();
}

/** A source of its own, as a new process has; the engine is what remembers. */
export function openArchives(object: RangedObject, prefix: string, limits?: Partial<ImageLimits>) {
  const imageSources = createArchiveImageSources({ openObject: () => object, limits });
  return openSource(imageSources, (name) => ({
    reference: `docker-archive+s3://${prefix}/misc.tar/${name}`,
    scheme: "docker-archive+s3",
    policy: "Always",
  }));
}

/** Images of some source on the real engine. What is loaded goes with {@link removeLoaded}. */
export function openSource(imageSources: ImageSources, spec: (name: string) => ImageSpec) {
  const driver = testDriver({ imageSources });
  return {
    observe: async (...names: string[]) =>
      (await driver.observe(desiredState({ images: names.map(spec) }))).images,
    load: async (name: string, onProgress: (progress: Progress) => void = () => {}) => {
      const action = makeAction("image.pull", name, { image: spec(name) });
      const { imageId = "" } = await steps(driver, "").run(action, { onProgress });
      loaded.add(imageId);
      return imageId;
    },
  };
}

export async function imageIdOf(name: string): Promise<string | undefined> {
  const { status, text } = await engine.text("GET", `/images/${name}/json`);
  return status === 200 ? JSON.parse(text).Id : undefined;
}

/** Images by ID with their names, to compare before and after. */
export async function imageList(prefix: string): Promise<readonly string[]> {
  const images = await engine.json<{ Id: string; RepoTags: string[] | null }[]>("GET", "/images/json");
  return images
    .filter(({ RepoTags }) => (RepoTags ?? []).some((tag) => tag.startsWith(prefix)) || !RepoTags)
    .map(({ Id, RepoTags }) => `${Id} ${(RepoTags ?? []).sort().join(" ")}`)
    .sort();
}
