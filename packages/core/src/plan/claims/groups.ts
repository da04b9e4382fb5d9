import type { Turn } from "../containers/decision.ts";
import type { PassedPort } from "./passed-ports.ts";

export interface GroupsInput {
  readonly passes: readonly PassedPort[];
  /** By the name of a sandbox, all containers of its pod. */
  readonly pods: ReadonlyMap<string, readonly string[]>;
  /** Those that are replaced all at once. */
  readonly together: readonly (readonly string[])[];
  readonly atomic: boolean;
}

/**
 * Which containers succeed together or are all taken back: those between which a host port passes, also by way of one
 * that gives one port and takes another; those of a pod; those that are replaced all at once; and with `atomic` all.
 * @param changing the names of those that are taken back when they do not succeed
 */
export function groupsOf(
  changing: readonly string[],
  { passes, pods, together, atomic }: GroupsInput,
): (name: string) => Pick<Turn, "group" | "givesPort" | "takesPort"> {
  const isChanging = new Set(changing);
  const passing = passes.filter((p) => isChanging.has(p.giver) && isChanging.has(p.taker));
  const givers = new Set(passing.map((p) => p.giver));
  const takers = new Set(passing.map((p) => p.taker));
  const joined = [...pods.values(), ...together].flatMap((names) =>
    pairs(names.filter((name) => isChanging.has(name))),
  );
  const units = unitsOf([...passing.map(({ giver, taker }) => [giver, taker] as const), ...joined]);
  return (name) => ({
    group: atomic ? "atomic" : groupName(name, units.get(name), { pods, together }),
    givesPort: givers.has(name),
    takesPort: takers.has(name),
  });
}

type Pair = readonly [string, string];

/** Each with the first. */
function pairs([first, ...others]: readonly string[]): readonly Pair[] {
  return first === undefined ? [] : others.map((other) => [first, other] as const);
}

/** By the name of each container of a unit, all names of that unit. */
function unitsOf(together: readonly Pair[]): ReadonlyMap<string, ReadonlySet<string>> {
  const units = new Map<string, Set<string>>();
  for (const [one, other] of together) {
    const ones = units.get(one) ?? new Set([one]);
    const others = units.get(other) ?? new Set([other]);
    const [small, large] = ones.size < others.size ? [ones, others] : [others, ones];
    for (const name of small) large.add(name);
    for (const name of small === large ? [] : [...small, one, other]) units.set(name, large);
  }
  return units;
}

function groupName(
  name: string,
  unit: ReadonlySet<string> | undefined,
  { pods, together }: Pick<GroupsInput, "pods" | "together">,
): string {
  if (unit === undefined) return `container/${name}`;
  const [pod] = [...pods].find(([, names]) => [...unit].every((one) => names.includes(one))) ?? [];
  if (pod !== undefined) return `pod/${pod}`;
  const why = together.some((names) => names.includes(name)) ? "together" : "ports";
  return `${why}/${[...unit].sort().join("+")}`;
}
