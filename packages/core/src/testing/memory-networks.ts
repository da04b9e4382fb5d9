import type { ActionOutput, ExecuteContext } from "../apply/driver.ts";
import { resolveContainerId } from "../apply/resolve-refs.ts";
import type { AttachmentSpec, NetworkSpec } from "../desired/desired-state.ts";
import { HashikeError, isHashikeError } from "../errors.ts";
import type { Action } from "../plan/steps/action.ts";
import {
  claimAddresses,
  claimPorts,
  isParked,
  isUp,
  type MemoryContainer,
  type MemoryEngine,
  newId,
  requireContainer,
} from "./memory-engine.ts";

/** @throws HashikeError when there is no such network */
export function attach(engine: MemoryEngine, network: string, attachment: AttachmentSpec = {}) {
  const found = engine.networks.get(network);
  if (found === undefined) {
    throw new HashikeError("DRIVER_NETWORK_FAILED", `network ${network} does not exist`);
  }
  return { network, networkId: found.id, ...attachment };
}

/** One of that name that is there already is as good. */
export function createNetwork(engine: MemoryEngine, { name, park, settings }: NetworkSpec): ActionOutput {
  if (engine.networks.has(name)) return {};
  if (park !== undefined && engine.whyNoParks !== undefined) {
    engine.cannotPark = engine.whyNoParks;
    throw new HashikeError("DRIVER_CANNOT_PARK", engine.whyNoParks);
  }
  engine.networks.set(name, {
    id: newId(engine, "net"),
    ownership: park === undefined ? { kind: "unowned" } : { kind: "owned", owner: park.owner },
    isPark: park !== undefined,
    ...(settings === undefined ? {} : { settings, isInternal: settings.internal }),
  });
  return {};
}

export function removeNetwork(engine: MemoryEngine, networkId: string): ActionOutput {
  for (const [name, network] of engine.networks) {
    if (network.id !== networkId && name !== networkId) continue;
    const user = [...engine.containers.values()].find((c) =>
      c.networks.some((n) => n.networkId === network.id),
    );
    if (user !== undefined)
      throw new HashikeError("DRIVER_NETWORK_FAILED", `${name} is in use by ${user.name}`);
    engine.networks.delete(name);
  }
  return {};
}

/** Ports are claimed when a running container joins a network that leads outside, and given up when it joins a park. */
export function connect(
  engine: MemoryEngine,
  container: MemoryContainer,
  network: string,
  attachment?: AttachmentSpec,
): ActionOutput {
  if (container.networks.some((n) => n.network === network)) return {};
  const joined = {
    ...container,
    networks: [...container.networks, attach(engine, network, attachment)],
  };
  if (isUp(container)) claimAddresses(engine, joined);
  if (isParked(engine, joined)) joined.isWithoutPorts = true;
  else if (isUp(container)) claimPorts(engine, joined, "DRIVER_NETWORK_FAILED");
  Object.assign(container, joined);
  return {};
}

/** One that is gone is on no network. Whoever leaves a park has its host ports again, where they are free. */
export function disconnect(engine: MemoryEngine, network: string, id: string): ActionOutput {
  const container = engine.containers.get(id);
  if (container === undefined) return {};
  const wasParked = isParked(engine, container);
  container.networks = container.networks.filter((n) => n.network !== network);
  if (wasParked && isUp(container) && !isParked(engine, container)) tryToClaim(engine, container);
  return {};
}

/** As a real engine, which says nothing of it. */
function tryToClaim(engine: MemoryEngine, container: MemoryContainer): void {
  try {
    claimPorts(engine, container);
  } catch (error) {
    if (!isHashikeError(error)) throw error;
  }
}

/** The one has given its ports up before the other is to take them, also when that fails. */
export function switchPorts(
  engine: MemoryEngine,
  { container, from, park }: Extract<Action, { readonly type: "container.switch" }>,
  { outputs }: ExecuteContext,
): ActionOutput {
  const taker = requireContainer(engine, resolveContainerId(container, outputs));
  if (!isUp(taker)) {
    disconnect(engine, park, taker.id);
    throw new HashikeError("DRIVER_NETWORK_FAILED", `container ${taker.name} does not run`);
  }
  const giver = from && engine.containers.get(resolveContainerId(from, outputs));
  if (giver !== undefined && isUp(giver)) connect(engine, giver, park);
  disconnect(engine, park, taker.id);
  claimPorts(engine, taker, "DRIVER_NETWORK_FAILED");
  if (giver !== undefined) disconnect(engine, park, giver.id);
  return {};
}
