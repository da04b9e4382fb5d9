import { type ContainerSpec, type DesiredState, ownerKey } from "../../desired/desired-state.ts";
import type { MatchedContainers } from "../../observed/match-containers.ts";
import type {
  AnonymousVolume,
  ObservedContainer,
  ObservedState,
  RevisionNote,
} from "../../observed/observed-state.ts";
import type { Comparison } from "../compare/compare-container.ts";
import { encodeRecord } from "../compare/record.ts";
import type { HeldBack, PlanOptions, Rollout } from "../plan-types.ts";
import { anonymousVolumesOf, handedOn, leftVolumeNotice } from "../replace/anonymous-volumes.ts";
import type { ReplaceFacts } from "../replace/replace-facts.ts";
import { whyNotPark } from "../replace/rollout.ts";
import type { MadeFolders } from "../resources/made-folders.ts";
import type { ImagesPart } from "../resources/plan-images.ts";
import type { NetworksPart } from "../resources/plan-networks.ts";
import type { VolumesPart } from "../resources/plan-volumes.ts";
import { containerKey, type Notes } from "../revisions/notes.ts";
import type { Action, ContainerRef, Target } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { addChange, type PlanPart } from "../steps/part.ts";
import type { ContainerChange } from "./container-change.ts";
import type { Turn } from "./decision.ts";
import type { SandboxNow } from "./pods.ts";
import { restartPolicyPath } from "./restart-policy.ts";

export interface ContainersInput {
  readonly desired: DesiredState;
  /** With what `claimNames` found put in. */
  readonly matched: MatchedContainers;
  /** Those of `matched`, by the engine's name. */
  readonly leftovers: ReadonlyMap<string, ObservedContainer>;
  readonly networks: NetworksPart;
  readonly volumes: VolumesPart;
  readonly images: ImagesPart;
  readonly observed: ObservedState;
  readonly notes: Notes;
  readonly options: PlanOptions;
  readonly forReplace: () => ReplaceFacts;
  readonly foldersFor: (spec: ContainerSpec) => MadeFolders | undefined;
  /** By name, those that cannot be had before another one, which is held back, is tried again. */
  readonly waiting: ReadonlyMap<string, HeldBack>;
  /** By name, those that are made anew because of another container of their pod, and that one's name. */
  readonly renewed: ReadonlyMap<string, string>;
}

/** What a container has to know of those that it starts after. */
export interface Before {
  /** Fingerprints of the init containers, by name. */
  readonly ranBefore: Readonly<Record<string, string>>;
  /** The last init container that runs again. */
  readonly rerun: string | undefined;
  /** The init containers that are there, or will be. */
  readonly inits: readonly ContainerRef[];
  /** An init container that must run first, and is not tried again yet. */
  readonly heldBackBy: HeldBack | undefined;
  /** The sandboxes, by name. */
  readonly sandboxes: ReadonlyMap<string, SandboxNow>;
}

export const nothingBefore: Before = {
  ranBefore: {},
  rerun: undefined,
  inits: [],
  heldBackBy: undefined,
  sandboxes: new Map(),
};

export interface Step extends Omit<Comparison, "current"> {
  readonly input: ContainersInput;
  readonly target: Target;
  readonly current: ObservedContainer | undefined;
  readonly inits: readonly ContainerRef[];
  readonly heldBackBy: HeldBack | undefined;
  readonly note: RevisionNote | undefined;
  /** That of its pod. */
  readonly sandbox: SandboxNow | undefined;
}

export function prepare(input: ContainersInput, spec: ContainerSpec, before: Before): Step {
  const current = input.matched.current.get(spec.name);
  const recordText = encodeRecord(spec, before.ranBefore);
  const image = input.images.chosen.get(spec.image);
  return {
    input,
    spec,
    recordText,
    target: { kind: "container", name: spec.name, owner: spec.owner },
    current,
    image,
    networks: input.networks,
    updatablePaths: input.observed.engine.updatablePaths,
    heldBackBy: before.heldBackBy ?? input.waiting.get(spec.name),
    note: input.notes.size === 0 ? undefined : input.notes.get(containerKey(spec.owner, spec.name)),
    inits: before.inits,
    sandbox: spec.pod === undefined ? undefined : before.sandboxes.get(spec.pod.sandbox),
    outdatedBy: before.rerun ?? unknownInit(current, before),
  };
}

/** An init container that ran when this one was already there did its work for a successor that never came. */
function unknownInit(current: ObservedContainer | undefined, { inits }: Before): string | undefined {
  const known = current?.ranAfter;
  if (known === undefined) return undefined;
  return inits.find((init) => "id" in init && !known.includes(init.id))?.name;
}

/** Adds a change to the plan. @returns its actions */
export function addContainerChange(
  part: PlanPart,
  step: Step,
  turn: Turn,
  { kind, cause, rollout }: StepChange,
  makeActions: (change: ContainerChange) => readonly Action[],
): readonly Action[] {
  // Without an image the plan is refused anyway (planImages said why); no action is made up for it.
  if (step.image === undefined) return [];
  const anonymousVolumes = kind === "replace" ? passVolumesOn(part, step) : [];
  const actions = makeActions({
    spec: step.spec,
    target: step.target,
    cause,
    ...turn,
    record: step.recordText,
    image: step.image.ref,
    folders: step.input.foldersFor(step.spec),
    source: step.input.desired.sources[ownerKey(step.spec.owner)],
    needs: needsOf(step),
    networksCreated: step.input.networks.created,
    ranAfter: step.inits,
    sandbox: step.sandbox?.ref,
    setsRestartPolicy: step.updatablePaths.includes(restartPolicyPath),
    waits: turn.isAwaited || (step.input.options.wait ?? true),
    canPark: whyNotPark(step.input.observed.engine) === undefined,
    anonymousVolumes,
  });
  addChange(
    part,
    {
      kind,
      target: step.target,
      cause,
      ...(rollout === undefined ? {} : { rollout }),
      ...(anonymousVolumes.length === 0 ? {} : { keepsDataOf: anonymousVolumes.map((v) => v.target) }),
    },
    actions,
  );
  return actions;
}

/** What the new one gets; and a notice of each that nobody has any more. */
function passVolumesOn(part: PlanPart, { spec, current }: Step): readonly AnonymousVolume[] {
  if (current?.anonymousVolumes === undefined) return [];
  const passed = handedOn(spec, current);
  const left = anonymousVolumesOf(current).filter((volume) => !passed.includes(volume));
  part.notices.push(...left.map((volume) => leftVolumeNotice({ container: spec.name, volume })));
  return passed;
}

export interface StepChange {
  readonly kind: "create" | "update" | "replace";
  readonly cause: Cause;
  readonly rollout?: Rollout;
}

function needsOf({ spec, image, input }: Step): readonly string[] {
  const created = [
    ...spec.networks.map((name) => input.networks.created.get(name)),
    ...spec.mounts.map((m) => (m.type === "volume" ? input.volumes.created.get(m.volume) : undefined)),
  ];
  const mounted = spec.mounts.map((m) => (m.type === "image" ? input.images.chosen.get(m.image) : undefined));
  const brought = [image, ...mounted].flatMap((one) =>
    one !== undefined && "broughtBy" in one.ref ? [one.ref.broughtBy] : [],
  );
  return [...brought, ...created.filter((id) => id !== undefined)];
}
