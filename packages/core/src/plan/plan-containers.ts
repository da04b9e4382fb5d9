import { type ContainerSpec, type DesiredState, ownerKey } from "../desired/desired-state.ts";
import { fingerprint } from "../desired/fingerprint.ts";
import { type MatchedContainers, retiredSuffix } from "../observed/match-containers.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef, Target } from "./action.ts";
import type { Cause, FieldChange } from "./cause.ts";
import { type Comparison, liveDrift, replaceCause } from "./compare-container.ts";
import {
  type ContainerChange,
  createActions,
  firstRunActions,
  isUp,
  replaceActions,
  rerunActions,
  startActions,
  waitActions,
} from "./container-actions.ts";
import { addChange, emptyPart, type PlanPart } from "./part.ts";
import type { ImagesPart } from "./plan-images.ts";
import { createNetworkId, type NetworksPart } from "./plan-networks.ts";
import { createVolumeId, type VolumesPart } from "./plan-volumes.ts";
import { type ContainerRecord, containerRecord, decodeRecord, encodeRecord } from "./record.ts";

export interface ContainersInput {
  readonly desired: DesiredState;
  /** With what `adoptByName` found put in. */
  readonly matched: MatchedContainers;
  readonly networks: NetworksPart;
  readonly volumes: VolumesPart;
  readonly images: ImagesPart;
}

/** Init containers in order, each owner by itself; then the main containers, side by side. */
export function planContainers(input: ContainersInput): PlanPart {
  const part = emptyPart();
  const byOwner = new Map<string, ContainerSpec[]>();
  for (const spec of input.desired.containers) {
    const key = ownerKey(spec.owner);
    const specs = byOwner.get(key);
    if (specs === undefined) byOwner.set(key, [spec]);
    else specs.push(spec);
  }
  for (const [, specs] of [...byOwner].sort(([a], [b]) => (a < b ? -1 : 1))) planOwner(part, input, specs);
  return part;
}

/** What the containers of one owner pass on to those after them. */
interface Progress {
  /** Fingerprints of the init containers so far, by name. */
  readonly ranBefore: Record<string, string>;
  /** Actions that must be done before the next container may start. */
  after: readonly string[];
  /** The last init container that runs again. */
  rerun: string | undefined;
  /** The init containers so far that are there, or will be. */
  readonly inits: ContainerRef[];
}

function planOwner(part: PlanPart, input: ContainersInput, specs: readonly ContainerSpec[]): void {
  const progress: Progress = { ranBefore: {}, after: [], rerun: undefined, inits: [] };
  const inits = specs.filter((s) => s.role !== "main").sort((a, b) => a.order - b.order);
  const mains = specs.filter((s) => s.role === "main").sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const spec of inits) {
    const step = prepare(input, spec, progress);
    if (spec.role === "init") planInit(part, step, progress, provenBy(input, specs, step));
    else progress.after = planLongRunning(part, step) ?? progress.after;
  }
  for (const spec of mains) planLongRunning(part, prepare(input, spec, progress));
}

/** Everything known about one container before deciding. */
interface Step extends Omit<Comparison, "current"> {
  readonly input: ContainersInput;
  readonly target: Target;
  readonly current: ObservedContainer | undefined;
  readonly after: readonly string[];
  readonly inits: readonly ContainerRef[];
}

function prepare(input: ContainersInput, spec: ContainerSpec, progress: Progress): Step {
  const record = containerRecord(spec, progress.ranBefore);
  const current = input.matched.current.get(spec.name);
  return {
    input,
    spec,
    record,
    recordText: encodeRecord(record),
    target: { kind: "container", name: spec.name, owner: spec.owner },
    current,
    image: input.images.chosen.get(spec.image),
    networks: input.networks,
    after: progress.after,
    inits: [...progress.inits],
    outdatedBy: progress.rerun ?? unknownInit(current, progress),
  };
}

/** An init container that ran when this one was already there did its work for a successor that never came. */
function unknownInit(current: ObservedContainer | undefined, { inits }: Progress): string | undefined {
  const known = current?.ranAfter;
  if (known === undefined) return undefined;
  return inits.find((init) => "id" in init && !known.includes(init.id))?.name;
}

function planInit(part: PlanPart, step: Step, progress: Progress, proven: boolean): void {
  const { spec, current, target } = step;
  const actions = initActions(part, step, proven);
  if (actions.length > 0) progress.after = actions.slice(-1).map((a) => a.id);
  const create = actions.find((a) => a.type === "container.create");
  if (create !== undefined) {
    progress.rerun = spec.name;
    progress.inits.push({ name: spec.name, createdBy: create.id });
  } else if (current !== undefined) {
    progress.inits.push({ name: current.name, id: current.id });
  }
  if (actions.length === 0) part.unchanged.push(target);
  progress.ranBefore[spec.name] = fingerprint(step.recordText);
}

function initActions(part: PlanPart, step: Step, proven: boolean): readonly Action[] {
  const { current } = step;
  if (current === undefined) {
    if (proven) return [];
    return decided(part, step, "create", { kind: "missing" }, firstRunActions);
  }
  const cause = replaceCause({ ...step, current });
  if (cause !== undefined) return decided(part, step, "replace", cause, (c) => rerunActions(c, current));
  if (current.state === "exited" && current.exitedZero) return [];
  const ref: ContainerRef = { name: current.name, id: current.id };
  if (isUp(current)) {
    return decided(part, step, "update", { kind: "leftover" }, (change) => {
      const resume = resumeActions(change, current, ref);
      return [
        ...resume,
        ...waitActions(
          change,
          ref,
          resume.map((a) => a.id),
          undefined,
        ),
      ];
    });
  }
  return decided(part, step, "update", { kind: "retry" }, (change) =>
    startActions(change, ref, change.after),
  );
}

/** @returns what the next in order waits for; `undefined` when nothing is to be done */
function planLongRunning(part: PlanPart, step: Step): readonly string[] | undefined {
  const { current, spec } = step;
  if (current === undefined) {
    return lastOf(decided(part, step, "create", { kind: "missing" }, createActions));
  }
  const comparison = { ...step, current };
  const restore = restoreName(step, current);
  const named = restore === undefined ? current : { ...current, name: spec.name };
  const cause = replaceCause(comparison);
  if (cause !== undefined) {
    const actions = decided(part, step, "replace", cause, (change) =>
      withFirst(restore, replaceActions(change, named)),
    );
    // The next in order need not wait until the old one has gone.
    return lastOf(actions.filter((a) => a.type !== "container.remove"));
  }
  const changes: readonly FieldChange[] = [
    ...(restore === undefined ? [] : [{ path: "name", from: current.name, to: spec.name }]),
    ...liveDrift(comparison),
  ];
  if (changes.length === 0) {
    part.unchanged.push(step.target);
    return undefined;
  }
  return lastOf(
    decided(part, step, "update", { kind: "drift", changes }, (change) =>
      withFirst(restore, repairActions(change, named, changes)),
    ),
  );
}

function lastOf(actions: readonly Action[]): readonly string[] {
  return actions.slice(-1).map((a) => a.id);
}

function repairActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
): readonly Action[] {
  const ref: ContainerRef = { name: current.name, id: current.id };
  const connects = change.spec.networks
    .filter((network) => changes.some((c) => c.path === `networks.${network}`))
    .map(
      (network): Action => ({
        id: `container.connect/${change.spec.name}:${network}`,
        type: "container.connect",
        target: change.target,
        cause: change.cause,
        dependsOn: change.needs.filter((id) => id === createNetworkId(network)),
        container: ref,
        network,
      }),
    );
  const before = connects.map((c) => c.id);
  if (!changes.some((c) => c.path === "state")) return connects;
  if (current.state === "paused") return [...connects, ...resumeActions(change, current, ref)];
  return [...connects, ...startActions(change, ref, [...before, ...change.needs, ...change.after])];
}

function resumeActions(
  change: ContainerChange,
  current: ObservedContainer,
  ref: ContainerRef,
): readonly Action[] {
  if (current.state !== "paused") return [];
  return [
    {
      id: `container.unpause/${change.spec.name}`,
      type: "container.unpause",
      target: change.target,
      cause: change.cause,
      dependsOn: [],
      container: ref,
    },
  ];
}

/** A retired container that is all there is left of an interrupted replacement gets its name back first. */
function restoreName({ spec, target }: Step, current: ObservedContainer): Action | undefined {
  if (current.name !== spec.name + retiredSuffix) return undefined;
  return {
    id: `container.rename/${spec.name}:restore`,
    type: "container.rename",
    target,
    cause: { kind: "leftover" },
    dependsOn: [],
    container: { name: current.name, id: current.id },
    to: spec.name,
  };
}

function withFirst(first: Action | undefined, actions: readonly Action[]): readonly Action[] {
  if (first === undefined) return actions;
  return [first, ...actions.map((a) => ({ ...a, dependsOn: [...a.dependsOn, first.id] }))];
}

function decided(
  part: PlanPart,
  step: Step,
  kind: "create" | "update" | "replace",
  cause: Cause,
  makeActions: (change: ContainerChange) => readonly Action[],
): readonly Action[] {
  // Without an image the plan is refused anyway (planImages said why); no action is made up for it.
  if (step.image === undefined) return [];
  const actions = makeActions({
    spec: step.spec,
    target: step.target,
    cause,
    record: step.recordText,
    image: step.image.ref,
    needs: needsOf(step),
    after: step.after,
    ranAfter: step.inits,
  });
  addChange(part, { kind, target: step.target, cause }, actions);
  return actions;
}

function needsOf({ spec, image, input }: Step): readonly string[] {
  return [
    ...(image !== undefined && "broughtBy" in image.ref ? [image.ref.broughtBy] : []),
    ...spec.networks.filter((n) => !input.networks.existing.has(n)).map(createNetworkId),
    ...spec.mounts.flatMap((m) =>
      m.type === "volume" && input.volumes.missing.has(m.volume) ? [createVolumeId(m.volume)] : [],
    ),
  ];
}

/**
 * Whether a container after it says, in its own record, that this very init container has completed.
 * `docker container prune` removes finished init containers; that is no reason to run them again.
 */
function provenBy(input: ContainersInput, specs: readonly ContainerSpec[], step: Step): boolean {
  if (step.current !== undefined) return false;
  const wanted = fingerprint(step.recordText);
  return specs.some((other) => {
    if (other.role !== "main" && other.order <= step.spec.order) return false;
    const text = input.matched.current.get(other.name)?.record;
    const record = text === undefined ? undefined : decodeRecord(text);
    return record !== undefined && initFingerprint(record, step.spec.name) === wanted;
  });
}

function initFingerprint(record: ContainerRecord, name: string): unknown {
  const ran = record.initContainers;
  return typeof ran === "object" && ran !== null && !Array.isArray(ran) && Object.hasOwn(ran, name)
    ? (ran as Record<string, unknown>)[name]
    : undefined;
}
