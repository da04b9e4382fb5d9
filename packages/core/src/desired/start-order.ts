import { type ContainerSpec, ownerKey } from "./desired-state.ts";

/**
 * The order that `startAfter` asks for: each after all that it starts after; ties by owner and name. A name that is not
 * there asks for nothing.
 */
export function inStartOrder(specs: readonly ContainerSpec[]): readonly ContainerSpec[] {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const ordered = new Set<ContainerSpec>();
  for (const spec of [...specs].sort(byOwnerAndName)) {
    // With a stack of its own: a chain of thousands of init containers must not exhaust the engine's.
    const trail = [spec];
    for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
      const first = last.startAfter
        .map((name) => byName.get(name))
        .find((other) => other !== undefined && !ordered.has(other));
      if (first !== undefined) trail.push(first);
      else ordered.add(trail.pop() ?? last);
    }
  }
  return [...ordered];
}

/** Whether one starts after another one, also by way of others. */
export function startsAfter(
  later: ContainerSpec,
  earlier: ContainerSpec,
  byName: ReadonlyMap<string, ContainerSpec>,
): boolean {
  const before = new Set(later.startAfter);
  // A set can grow while it is walked.
  for (const name of before) for (const other of byName.get(name)?.startAfter ?? []) before.add(other);
  return before.has(earlier.name);
}

function byOwnerAndName(a: ContainerSpec, b: ContainerSpec): number {
  const [first, second] = a.owner === b.owner ? ["", ""] : [ownerKey(a.owner), ownerKey(b.owner)];
  if (first !== second) return first < second ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
