import { mountedFilePaths } from "../desired/mounted-files.ts";
import { fileVersions } from "../observed/file-versions.ts";
import type { FileVersion } from "../observed/observed-state.ts";
import type { ContainerRef, CreateContainer, ImageRef } from "../plan/steps/action.ts";
import type { ActionOutput } from "./driver.ts";

/** For drivers: the id of a container that an action names. */
export function resolveContainerId(ref: ContainerRef, outputs: ReadonlyMap<string, ActionOutput>): string {
  if ("id" in ref) return ref.id;
  const id = outputs.get(ref.createdBy)?.containerId;
  if (id === undefined) throw new Error(`${ref.createdBy} gave no container id for ${ref.name}`);
  return id;
}

/** For drivers: the id of an image that an action names. */
export function resolveImageId(ref: ImageRef, outputs: ReadonlyMap<string, ActionOutput>): string {
  if ("id" in ref) return ref.id;
  const id = outputs.get(ref.broughtBy)?.imageId;
  if (id === undefined) throw new Error(`${ref.broughtBy} gave no image id for ${ref.reference}`);
  return id;
}

/**
 * For drivers that cannot see the host's files by themselves: the versions of those that a container to be created mounts
 * read-only, as the checks that it waits for have seen them.
 * @returns `undefined` when one of them was not looked at: to leave it out would say that it is no file
 */
export function resolveMountedFiles(
  { container, dependsOn }: Pick<CreateContainer, "container" | "dependsOn">,
  outputs: ReadonlyMap<string, ActionOutput>,
): Readonly<Record<string, FileVersion>> | undefined {
  const paths = mountedFilePaths(container);
  if (paths.length === 0) return undefined;
  const seen = new Map(dependsOn.flatMap((id) => [...(outputs.get(id)?.mountedFiles ?? [])]));
  if (!paths.every((path) => seen.has(path))) return undefined;
  return fileVersions(new Map(paths.map((path) => [path, seen.get(path)])));
}
