import type { EngineClient } from "../../engine/engine-client.ts";
import { type Labels, labelName } from "../../labels.ts";

/** `GET /containers/{id}/json`, as far as it tells whose a stop is. */
interface Inspected {
  readonly State: { readonly Running: boolean };
  readonly Config: { readonly Labels: Labels | null };
  readonly HostConfig: { readonly RestartPolicy: { readonly Name: string } };
}

/*
 * One of the restart policy UnlessStopped stays down when somebody stops it, but not when Hashike did and was killed
 * before it could start it again. So while it is down because of Hashike, its policy is `always`, as the policy is all that an
 * engine lets one change on a container that is there. The engine brings it back as well, then.
 */

/** Before Hashike stops it, and after it has set the policy of one that is down. */
export function markOwnStop(client: EngineClient, id: string): Promise<void> {
  return change(client, id, { from: "unless-stopped", to: "always" });
}

/** After its start. */
export function clearOwnStop(client: EngineClient, id: string): Promise<void> {
  return change(client, id, { from: "always", to: "unless-stopped" });
}

/** Whether it is one whose stops are told apart, and is down. */
export async function isDownUnlessStopped(client: EngineClient, id: string): Promise<boolean> {
  const { State, Config } = await client.get<Inspected>(`/containers/${id}/json`);
  return !State.Running && isUnlessStopped(Config.Labels);
}

async function change(
  client: EngineClient,
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  // Podman 4.3 cannot change it.
  if (client.isPodman) return;
  const { Config, HostConfig } = await client.get<Inspected>(`/containers/${id}/json`);
  if (!isUnlessStopped(Config.Labels) || HostConfig.RestartPolicy.Name !== from) return;
  await client.post(`/containers/${id}/update`, { body: { RestartPolicy: { Name: to } } });
}

function isUnlessStopped(labels: Labels | null): boolean {
  return labels?.[labelName.unlessStopped] !== undefined;
}
