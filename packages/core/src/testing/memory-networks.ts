import type { ActionOutput, ExecuteContext } from "../apply/driver.ts";
import { resolveContainerId } from "../apply/resolve-refs.ts";
import type { NetworkSpec } from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import type { Action } from "../plan/action.ts";
import {
  claimPorts,
  isUp,
  type MemoryContainer,
  type MemoryEngine,
  newId,
  requireContainer,
} from "./memory-engine.ts";

/** @throws HashikeError when there is no such network */
export function attach(engine: MemoryEngine, network: string) {
  const found = engine.networks.get(network);
  if (found === undefined) {
    throw new HashikeError("DRIVER_NETWORK_FAILED", `network ${network} does not exist`);
  }
  return { network, networkId: found.id };
}

export function createNetwork(engine: MemoryEngine, { name, stagingFor }: NetworkSpec): ActionOutput {
  engine.networks.set(name, {
    id: newId(engine, "net"),
    ownership: stagingFor === undefined ? { kind: "unowned" } : { kind: "owned", owner: stagingFor },
    isStaging: stagingFor !== undefined,
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

/** Ports are claimed when a running container joins a network that leads outside. */
export function connect(engine: MemoryEngine, container: MemoryContainer, network: string): ActionOutput {
  if (container.networks.some((n) => n.network === network)) return {};
  const attachment = attach(engine, network);
  const joined = { ...container, networks: [...container.networks, attachment] };
  if (isUp(container)) claimPorts(engine, joined, "DRIVER_NETWORK_FAILED");
  container.networks.push(attachment);
  return {};
}

/** One that is gone is on no network. */
export function disconnect(engine: MemoryEngine, network: string, id: string): ActionOutput {
  const container = engine.containers.get(id);
  if (container !== undefined) {
    container.networks = container.networks.filter((n) => n.network !== network);
  }
  return {};
}

/** The one is off before the other is tried, also when that fails. */
export function switchNetworks(
  engine: MemoryEngine,
  { container, network, from }: Extract<Action, { readonly type: "container.switch" }>,
  { outputs }: ExecuteContext,
): ActionOutput {
  const joining = requireContainer(engine, resolveContainerId(container, outputs));
  disconnect(engine, from.network, resolveContainerId(from.container, outputs));
  return connect(engine, joining, network);
}
