import type { ContainersInput } from "./container-step.ts";
import { conflictingHolders, portHolders } from "./host-ports.ts";
import type { PlanPart } from "./part.ts";
import { planContainers } from "./plan-containers.ts";
import type { HeldBack } from "./plan-types.ts";

/**
 * Plans the containers. Whoever is to have a host port of one that is held back waits with it: the port is not free
 * before.
 */
export function planWaitingContainers(input: Omit<ContainersInput, "waiting">): PlanPart {
  const waiting = new Map<string, HeldBack>();
  for (;;) {
    const part = planContainers({ ...input, waiting });
    const takers = takersOf(input, part.heldBack).filter(([name]) => !waiting.has(name));
    if (takers.length === 0) return part;
    for (const [name, giver] of takers) waiting.set(name, giver);
  }
}

function takersOf(
  { desired, matched }: Omit<ContainersInput, "waiting">,
  heldBack: readonly HeldBack[],
): readonly (readonly [taker: string, giver: HeldBack])[] {
  return heldBack.flatMap((giver) => {
    const current = matched.current.get(giver.target.name);
    if (current === undefined || current.publishedPorts.length === 0) return [];
    const holders = portHolders([current]);
    return desired.containers
      .filter((spec) => spec.name !== giver.target.name && conflictingHolders(holders, spec.ports).size > 0)
      .map((spec) => [spec.name, giver] as const);
  });
}
