import type { ActionOutput } from "@hashike/core";
import { otherNamesOf } from "../../brought-images/brought-images.ts";
import { forgetImage, notesAbout } from "../../brought-images/brought-notes.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import { imageInPath } from "../../engine/image-in-path.ts";
import type { Executor } from "../executor.ts";

/** As `docker rmi` without force. An image that cannot go stays until it is looked at again: nothing has failed. */
export const removeImage: Executor<"image.remove"> = async (
  { imageId, target },
  { client },
  { outputs, signal },
) => {
  // What was brought has turned out to be this one.
  if ([...outputs.values()].some((output) => output.imageId === imageId)) return {};
  try {
    const names = await namesNow(client, imageId, signal);
    const others = otherNamesOf(names, await notesAbout(client, imageId));
    if (others.length > 0) return stays(target.name, `it is named ${others.join(", ")} as well`);
    await remove(client, imageId, names);
  } catch (error) {
    const status = engineStatus(error);
    if (status === undefined) throw error;
    if (status !== 404) return stays(target.name, engineReason(error));
  }
  await forgetImage(client, imageId);
  return {};
};

function stays(name: string, why: string): ActionOutput {
  return { notices: [`image ${name} stays on the engine: ${why}`] };
}

/** Looked up now: somebody may have given it a name since it was planned, or taken one away. */
async function namesNow(
  client: EngineClient,
  imageId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { RepoTags } = await client.get<{ readonly RepoTags?: readonly string[] | null }>(
    `/images/${imageInPath(imageId)}/json`,
    { signal },
  );
  return (RepoTags ?? []).filter((name) => name !== "<none>:<none>");
}

/** The engine refuses to remove one of several names by ID. */
async function remove(client: EngineClient, imageId: string, names: readonly string[]): Promise<void> {
  for (const name of names.length > 1 ? names : [imageId]) {
    await client.delete(`/images/${imageInPath(name)}`);
  }
}
