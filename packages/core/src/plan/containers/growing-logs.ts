import type { ContainerSpec, Notice } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Action } from "../steps/action.ts";

const mostNames = 3;

/**
 * Says which containers write logs that nothing bounds, when one of them is made anew: an engine's defaults count from a
 * container's creation on. What the engine gives a container that says nothing can only be seen of one that is there.
 * @param current by the spec's name
 */
export function growingLogs(
  specs: readonly ContainerSpec[],
  current: ReadonlyMap<string, ObservedContainer>,
  actions: readonly Action[],
): readonly Notice[] {
  const names = specs
    .filter(({ name, logging }) => logging === undefined && current.get(name)?.hasGrowingLog === true)
    .map(({ name }) => name);
  const grow = new Set(names);
  if (!actions.some((a) => a.type === "container.create" && grow.has(a.container.name))) return [];
  const more = names.length - mostNames;
  const told = `${names.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const subject =
    names.length === 1 ? "the log of 1 container grows" : `logs of ${names.length} containers grow`;
  return [
    {
      message: `${subject} without bound: ${told}`,
      hint: "write logging: {driver: json-file, options: {max-size: 10m}} under spec, or give log-opts in the engine's daemon.json",
    },
  ];
}
