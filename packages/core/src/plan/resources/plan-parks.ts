import { isSameOwner, type Owner } from "../../desired/desired-state.ts";
import type { ObservedContainer, ObservedNetwork, ObservedState } from "../../observed/observed-state.ts";
import type { Action, Target } from "../steps/action.ts";
import { removeNetwork } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";

/**
 * Clears away the parks that interrupted applies left, and the staging networks of earlier versions, when all that is on
 * them has left. One that is about to be used again goes when that is over.
 * @param actions all others of the plan
 */
export function planParks(
  owners: readonly Owner[],
  observed: ObservedState,
  actions: readonly Action[],
): PlanPart {
  const part = emptyPart();
  const parks = observed.networks.filter(({ isPark, ownership }) => {
    return isPark && ownership.kind === "owned" && owners.some((o) => isSameOwner(o, ownership.owner));
  });
  if (parks.length === 0) return part;
  const isUsed = new Set(actions.flatMap((a) => (a.type === "network.create" ? [a.network.name] : [])));
  for (const park of [...parks].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!isUsed.has(park.name)) planRemoval(part, park, observed.containers, actions);
  }
  return part;
}

function planRemoval(
  part: PlanPart,
  { name, ownership }: ObservedNetwork,
  containers: readonly ObservedContainer[],
  actions: readonly Action[],
): void {
  const attached = containers.filter((c) => c.networks.some((n) => n.network === name));
  const leaves = attached.map(({ id }) => actions.filter((a) => takesOff(a, id, name)).map((a) => a.id));
  const staying = attached.find((_, index) => leaves[index]?.length === 0);
  if (staying !== undefined) {
    const who = staying.ownership.kind === "foreign" ? `${staying.name}, which is not ours,` : staying.name;
    part.notices.push({ message: `network ${name} stays: ${who} is on it` });
    return;
  }
  const target: Target = {
    kind: "network",
    name,
    ...(ownership.kind === "owned" ? { owner: ownership.owner } : {}),
  };
  const cause = { kind: "leftover" } as const;
  const remove = removeNetwork(
    { target, cause },
    { dependsOn: leaves.flat(), networkId: name, isPark: true },
  );
  addChange(part, { kind: "remove", target, cause }, [remove]);
}

function takesOff(action: Action, containerId: string, network: string): boolean {
  if (!("container" in action) || !("id" in action.container) || action.container.id !== containerId)
    return false;
  if (action.type === "container.remove") return true;
  return (
    (action.type === "container.disconnect" && action.network === network) ||
    (action.type === "container.switch" && action.park === network)
  );
}
