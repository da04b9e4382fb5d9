import { type AttachmentSpec, HashikeError, resolveContainerId } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason } from "../../engine/faults/engine-error.ts";
import { endpointSettings } from "../../to-docker/endpoint-settings.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";
import { portConflict, type Tried } from "../failures/port-conflict.ts";
import { refuseTakenPorts } from "../failures/taken-ports.ts";
import { disconnect, isConnected } from "./disconnect-container.ts";

/**
 * Connects a container to a network. The engine claims the host ports of one that runs at that moment. When they are
 * taken it is left as it was.
 */
export const connectContainer: Executor<"container.connect"> = async (
  { container, network, attachment },
  { client },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  const tried = triedConnect(id, container.name, network);
  await onContainer(container.name, "DRIVER_NETWORK_FAILED", `connect network ${network} to`, async () => {
    // Before it is tried: Docker 20.10 cannot take a connect back that failed over a port.
    await refuseTakenPorts(client, tried, { network });
    await connectOrNot(client, tried, { name: container.name, network, attachment });
  });
  return {};
};

export function triedConnect(id: string, name: string, network: string): Tried {
  return {
    id,
    words: `cannot connect network ${network} to container ${name}`,
    code: "DRIVER_NETWORK_FAILED",
  };
}

interface Joining {
  /** Of the container. */
  readonly name: string;
  readonly network: string;
  readonly attachment?: AttachmentSpec | undefined;
}

/**
 * Takes back what there is of a connect that failed over a host port, where the engine can.
 * @throws HashikeError then, saying who holds the port
 */
export async function connectOrNot(
  client: EngineClient,
  tried: Tried,
  { name, network, attachment }: Joining,
): Promise<void> {
  try {
    await connect(client, tried.id, network, attachment);
  } catch (error) {
    const conflict = await portConflict(client, tried, error);
    if (conflict === undefined) throw error;
    throw await takenBack(client, name, tried, network, conflict);
  }
}

/** Takes back what the engine has done of a connect that failed; where it cannot, says what can. */
async function takenBack(
  client: EngineClient,
  name: string,
  { id, code }: Tried,
  network: string,
  conflict: HashikeError,
): Promise<HashikeError> {
  const isBack = await disconnect(client, id, network).then(
    () => true,
    () => false,
  );
  if (isBack) return conflict;
  return new HashikeError(code, conflict.message, {
    hint: `${conflict.hint}, then restart it: docker restart ${name}`,
    cause: conflict.cause,
  });
}

/** Connects a container to a network; one that is connected already stays so. */
export async function connect(
  client: EngineClient,
  containerId: string,
  network: string,
  attachment?: AttachmentSpec,
): Promise<void> {
  const settings = endpointSettings(attachment);
  try {
    // As a stream, because Podman's answer is the bare word OK, which is no JSON.
    const answer = await client.stream(`/networks/${encodeURIComponent(network)}/connect`, {
      method: "POST",
      body: { Container: containerId, ...(settings === undefined ? {} : { EndpointConfig: settings }) },
    });
    await answer.toArray();
  } catch (error) {
    if (!/already (?:exists in network|connected to network)|is already connected/i.test(engineReason(error)))
      throw error;
    // Docker compares names, so the endpoint may be another container's.
    if (!(await isConnected(client, containerId, network))) throw error;
  }
}
