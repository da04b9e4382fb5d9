import type { EngineClient } from "../../engine/engine-client.ts";
import { engineStatus } from "../../engine/faults/engine-error.ts";
import type { CreateBody } from "../../to-docker/create-body.ts";
import { deleteContainer } from "../containers/remove-container.ts";

export interface CreatedContainer {
  readonly Id: string;
  readonly Warnings: readonly string[] | null;
}

/** What stands beside the body. */
export interface CreateQuery {
  readonly name: string;
  /** Of several that a containerd store may have of the image. Left out: the engine's own. */
  readonly platform?: string | undefined;
}

/**
 * Creates a container from an image by its name, as `docker ps` shows what was asked for, or leaves nothing behind. A
 * name may mean another image by now, or none: then by the ID in the body.
 */
export async function postContainer(
  client: EngineClient,
  as: CreateQuery,
  body: CreateBody,
  imageName: string,
): Promise<CreatedContainer> {
  const byName = await post(client, as, { ...body, Image: imageName }).catch((error) => {
    if (engineStatus(error) === 404) return undefined;
    throw error;
  });
  if (byName !== undefined) {
    if ((await imageOf(client, byName.Id)) === body.Image) return byName;
    await deleteContainer(client, byName.Id, { withVolumes: true });
  }
  return post(client, as, body);
}

async function imageOf(client: EngineClient, id: string): Promise<string> {
  try {
    const { Image } = await client.get<{ readonly Image: string }>(`/containers/${id}/json`);
    return Image;
  } catch (error) {
    await deleteContainer(client, id, { withVolumes: true });
    throw error;
  }
}

function post(client: EngineClient, as: CreateQuery, body: CreateBody): Promise<CreatedContainer> {
  return client.post<CreatedContainer>("/containers/create", { query: { ...as }, body });
}
