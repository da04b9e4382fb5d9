import { type ContainerSpec, isSameOwner } from "../../desired/desired-state.ts";
import { retiredSuffix } from "../../observed/container-names.ts";
import { byNameThenId, type MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { isUp } from "../containers/container-actions.ts";
import { portsClash } from "./host-ports.ts";
import { portsToReturnTo } from "./passed-ports.ts";

/**
 * Goes back to where the passing of a host port began, when an apply was cut off in it: as long as the old container
 * of the giver is kept, nobody knows whether its successor is a good one, and it cannot be started while the taker has
 * the port. So the old ones of both stand for them again, and what was made for them is a leftover.
 *
 * An old one that is not gone back to any more has a candidate's name (see `passing-units.ts`).
 * @returns the given match where nothing was cut off
 */
export function goBackFromCutOffPasses(
  specs: readonly ContainerSpec[],
  found: MatchedContainers,
): MatchedContainers {
  const wanted = specs.filter((spec) => spec.role !== "init");
  const takers = wanted.filter((spec) => spec.ports.length > 0);
  // Where nothing is left over, one that was cut off has at least left its giver down.
  const givers =
    found.leftovers.length > 0 ? wanted : wanted.filter((spec) => isDown(found.current.get(spec.name)));
  if (takers.length === 0 || givers.length === 0) return found;
  const current = new Map(found.current);
  const leftovers = new Set(found.leftovers);
  const passes = givers.flatMap((giver) => {
    const old = [current.get(giver.name), ...earlierOf(giver, found)].find(
      (c) => c !== undefined && takers.some((taker) => passesTo(taker, giver, c)),
    );
    if (old === undefined) return [];
    const isLeft = found.leftovers.some((c) => isOf(giver, c));
    replaceBy(giver.name, old);
    return takers
      .filter((taker) => passesTo(taker, giver, old))
      .map((taker) => ({
        taker,
        old,
        isCutOff: isLeft || (isDown(old) && isSameOwner(taker.owner, giver.owner)),
      }));
  });
  for (const { taker, old, isCutOff } of passes) {
    const [earlier] = earlierOf(taker, found);
    const made = current.get(taker.name);
    if (made === undefined || made === earlier || !(isCutOff || earlier !== undefined)) continue;
    // One that does not have the port was not yet put in its place.
    if (sharesPort(portsToReturnTo(made), portsToReturnTo(old))) replaceBy(taker.name, earlier);
  }
  return { ...found, current, leftovers: [...leftovers].sort(byNameThenId) };

  function replaceBy(name: string, earlier: ObservedContainer | undefined): void {
    const made = current.get(name);
    if (made === earlier) return;
    if (made !== undefined) leftovers.add(made);
    if (earlier === undefined) current.delete(name);
    else {
      leftovers.delete(earlier);
      current.set(name, earlier);
    }
  }
}

function isDown(container: ObservedContainer | undefined): boolean {
  return container !== undefined && !isUp(container);
}

function passesTo(taker: ContainerSpec, giver: ContainerSpec, old: ObservedContainer): boolean {
  return taker !== giver && sharesPort(taker.ports, portsToReturnTo(old));
}

/** What stood for a spec before what stands for it now: under its name, or retired. */
function earlierOf(spec: ContainerSpec, { leftovers }: MatchedContainers): readonly ObservedContainer[] {
  const names = [spec.name + retiredSuffix, spec.name];
  return leftovers.filter((c) => isOf(spec, c) && names.includes(c.name));
}

function isOf({ name, owner }: ContainerSpec, { specName, ownership }: ObservedContainer): boolean {
  return specName === name && ownership.kind === "owned" && isSameOwner(ownership.owner, owner);
}

type HostPort = ContainerSpec["ports"][number] | ReturnType<typeof portsToReturnTo>[number];

function sharesPort(some: readonly HostPort[], others: readonly HostPort[]): boolean {
  return some.some((a) => others.some((b) => portsClash(a, b)));
}
