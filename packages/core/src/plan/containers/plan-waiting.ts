import type { HeldBack } from "../plan-types.ts";
import type { PlanPart } from "../steps/part.ts";
import type { ContainersInput } from "./container-step.ts";
import { planContainers } from "./plan-containers.ts";

/**
 * Plans the containers. Where one is held back that gives a host port to another one, or is to have one of another
 * one, that other one waits with it: they are replaced together or not at all.
 */
export function planWaitingContainers(input: Omit<ContainersInput, "waiting">): PlanPart {
  const waiting = new Map<string, HeldBack>();
  for (;;) {
    const part = planContainers({ ...input, waiting });
    const partners = partnersOf(input, part.heldBack).filter(([name]) => !waiting.has(name));
    if (partners.length === 0) return part;
    for (const [name, held] of partners) waiting.set(name, held);
  }
}

function partnersOf(
  { forReplace }: Omit<ContainersInput, "waiting">,
  heldBack: readonly HeldBack[],
): readonly (readonly [name: string, held: HeldBack])[] {
  if (heldBack.length === 0) return [];
  const heldByName = new Map(heldBack.map((held) => [held.target.name, held]));
  return forReplace().passes.flatMap(({ giver, taker }) => {
    const [givers, takers] = [heldByName.get(giver), heldByName.get(taker)];
    if (givers !== undefined && takers === undefined) return [[taker, givers] as const];
    return takers !== undefined && givers === undefined ? [[giver, takers] as const] : [];
  });
}
