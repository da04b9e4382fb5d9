import type { Action } from "./action.ts";

/** The ids of all that some actions wait for, also by way of others. */
export function neededBy(actions: readonly Action[], byId: ReadonlyMap<string, Action>): ReadonlySet<string> {
  const needed = new Set(actions.flatMap(({ dependsOn }) => dependsOn));
  // A set can grow while it is walked.
  for (const id of needed) for (const further of byId.get(id)?.dependsOn ?? []) needed.add(further);
  return needed;
}
