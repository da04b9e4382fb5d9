import type { ContainerRef, ImageRef } from "../plan/steps/action.ts";
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
