import { type ContainerSpec, type Owner, ownerKey } from "../../desired/desired-state.ts";
import { emptyPart, type PlanPart } from "../steps/part.ts";
import { type ContainersInput, type Progress, prepare, type Step } from "./container-step.ts";
import { planInitContainer } from "./plan-init-container.ts";
import { planLongRunning } from "./plan-long-running.ts";

/** Init containers in order, each owner by itself; then the main containers, side by side. */
export function planContainers(input: ContainersInput): PlanPart {
  const part = emptyPart();
  const byOwner = specsByOwner(input.desired.containers);
  for (const [, specs] of [...byOwner].sort(([a], [b]) => (a < b ? -1 : 1))) planOwner(part, input, specs);
  return part;
}

function specsByOwner(containers: readonly ContainerSpec[]): ReadonlyMap<string, readonly ContainerSpec[]> {
  const byOwner = new Map<string, ContainerSpec[]>();
  let owner: Owner | undefined;
  let specs: ContainerSpec[] = [];
  for (const spec of containers) {
    // Neighbours mostly share their owner: no key is made of it for each.
    if (spec.owner !== owner) {
      owner = spec.owner;
      const key = ownerKey(owner);
      specs = byOwner.get(key) ?? [];
      byOwner.set(key, specs);
    }
    specs.push(spec);
  }
  return byOwner;
}

function planOwner(part: PlanPart, input: ContainersInput, specs: readonly ContainerSpec[]): void {
  const progress: Progress = { ranBefore: {}, after: [], rerun: undefined, inits: [], heldBackBy: undefined };
  const inits = specs.filter((s) => s.role !== "main").sort((a, b) => a.order - b.order);
  const mains = specs.filter((s) => s.role === "main").sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const spec of inits) {
    const step = prepare(input, spec, progress);
    if (spec.role === "init") planInitContainer(part, step, specs, progress);
    else progress.after = planSidecar(part, step);
  }
  for (const spec of mains) planLongRunning(part, prepare(input, spec, progress));
}

/** @returns what the next in order waits for: also for those before, where the sidecar itself does not. */
function planSidecar(part: PlanPart, step: Step): readonly string[] {
  const { after } = step;
  const planned = part.actions.length;
  const last = planLongRunning(part, step) ?? [];
  const waits = part.actions.slice(planned).some((a) => a.dependsOn.some((id) => after.includes(id)));
  return waits ? last : [...after, ...last];
}
