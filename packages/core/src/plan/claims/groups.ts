import type { Turn } from "../containers/decision.ts";
import type { PassedPort } from "./passed-ports.ts";

/**
 * Which containers succeed together or are all taken back: those between which a host port passes, also by way of one
 * that gives one port and takes another; and with `atomic` all.
 * @param changing the names of those that are taken back when they do not succeed
 */
export function groupsOf(
  changing: readonly string[],
  passes: readonly PassedPort[],
  atomic: boolean,
): (name: string) => Pick<Turn, "group" | "givesPort" | "takesPort"> {
  const isChanging = new Set(changing);
  const passing = passes.filter((p) => isChanging.has(p.giver) && isChanging.has(p.taker));
  const givers = new Set(passing.map((p) => p.giver));
  const takers = new Set(passing.map((p) => p.taker));
  const units = unitsOf(passing);
  return (name) => ({
    group: atomic ? "atomic" : groupName(name, units.get(name)),
    givesPort: givers.has(name),
    takesPort: takers.has(name),
  });
}

/** By the name of each container of a unit, all names of that unit. */
function unitsOf(passes: readonly PassedPort[]): ReadonlyMap<string, ReadonlySet<string>> {
  const units = new Map<string, Set<string>>();
  for (const { giver, taker } of passes) {
    const givers = units.get(giver) ?? new Set([giver]);
    const takers = units.get(taker) ?? new Set([taker]);
    const [small, large] = givers.size < takers.size ? [givers, takers] : [takers, givers];
    for (const name of small) large.add(name);
    for (const name of small === large ? [] : [...small, giver, taker]) units.set(name, large);
  }
  return units;
}

function groupName(name: string, unit: ReadonlySet<string> | undefined): string {
  return unit === undefined ? `container/${name}` : `ports/${[...unit].sort().join("+")}`;
}
