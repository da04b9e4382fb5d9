import { resolveContainerId } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import type { HostConfig } from "../../to-docker/create-body.ts";
import { updatableOptions } from "../../to-docker/engine-options.ts";
import { resourcesPart } from "../../to-docker/resources.ts";
import { restartPolicy } from "../../to-docker/restart-policy.ts";
import { isDownUnlessStopped } from "../calls/own-stop.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";

/** What is not sent stays as it is, so that settings of others (pids, block I/O) are kept. */
export const updateContainer: Executor<"container.update"> = async (
  { container, settings },
  { client },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  const { hostConfig, notices = [] } =
    settings.resources === undefined ? {} : resourcesPart(settings.resources);
  const options = updatableOptions(settings.engineOptions);
  const body = { ...options, ...hostConfig, RestartPolicy: restartPolicy(settings) };
  const warnings = await onContainer(container.name, "DRIVER_CONTAINER_UPDATE_FAILED", "update", async () => {
    const isMarked = settings.restartPolicy === "UnlessStopped" && (await isDownUnlessStopped(client, id));
    return update(client, id, isMarked ? { ...body, RestartPolicy: { Name: "always" } } : body);
  });
  return { notices: [...notices, ...warnings] };
};

async function update(client: EngineClient, id: string, body: HostConfig): Promise<readonly string[]> {
  const post = (sent: object) =>
    client.post<{ readonly Warnings?: readonly string[] | null } | undefined>(`/containers/${id}/update`, {
      body: sent,
    });
  const answer = await post(body).catch((error: unknown) => {
    if (!isSetInNanoCpus(error)) throw error;
    return post(inNanoCpus(body));
  });
  return answer?.Warnings ?? [];
}

/** After a `docker update --cpus` the engine takes no quota any more, only the like. */
function isSetInNanoCpus(error: unknown): boolean {
  return engineStatus(error) !== undefined && /NanoCPUs has already been set/i.test(engineReason(error));
}

function inNanoCpus({ CpuPeriod, CpuQuota, ...rest }: HostConfig): object {
  if (CpuPeriod === undefined || CpuQuota === undefined) return rest;
  return { ...rest, NanoCpus: Math.round((CpuQuota / CpuPeriod) * 1e9) };
}
