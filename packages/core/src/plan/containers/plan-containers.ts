import type { ContainerSpec } from "../../desired/desired-state.ts";
import { fingerprint } from "../../desired/fingerprint.ts";
import { inStartOrder } from "../../desired/start-order.ts";
import { groupsOf } from "../claims/groups.ts";
import type { HeldBack } from "../plan-types.ts";
import { actionId, waitForContainer } from "../steps/make-action.ts";
import { emptyPart, type PlanPart } from "../steps/part.ts";
import { refOf } from "./container-actions.ts";
import { type Before, type ContainersInput, nothingBefore, prepare, type Step } from "./container-step.ts";
import type { Decision } from "./decision.ts";
import { decideInit } from "./plan-init-container.ts";
import { decideLongRunning } from "./plan-long-running.ts";
import { readyCondition } from "./ready-wait.ts";

interface Decided {
  readonly step: Step;
  readonly decision: Decision;
}

/** Decides on every container, finds which of them change together, and only then makes actions. */
export function planContainers(input: Omit<ContainersInput, "waiting">): PlanPart {
  const decided = decideTogether(input);
  const undoable = decided.filter((d) => d.decision.isUndoable).map((d) => d.step.spec.name);
  const passes = undoable.length === 0 ? [] : input.forReplace().passes;
  const groups = groupsOf(undoable, passes, input.options.atomic === true);
  const part = emptyPart();
  const done = new Map<string, readonly string[]>();
  const awaited = new Set(decided.flatMap(({ step }) => step.spec.startAfter));
  const byName = new Map(decided.map((one) => [one.step.spec.name, one]));
  for (const { step, decision } of decided) {
    const { name, startAfter } = step.spec;
    if (decision.isUndoable)
      waitForReady(
        part,
        startAfter.flatMap((before) => byName.get(before) ?? []),
        done,
      );
    const after = [...new Set(startAfter.flatMap((before) => done.get(before) ?? []))];
    const planned = part.actions.length;
    const last = decision.act(part, { after, isAwaited: awaited.has(name), ...groups(name) });
    // The next in order wait for those before as well, where this one does not.
    const waits = part.actions.slice(planned).some((a) => a.dependsOn.some((id) => after.includes(id)));
    done.set(name, waits ? last : [...after, ...last]);
  }
  return part;
}

/** One that something starts after has to be ready by then, also where nothing is done with it. */
function waitForReady(
  part: PlanPart,
  before: readonly Decided[],
  done: Map<string, readonly string[]>,
): void {
  for (const { step, decision } of before) {
    const { spec, target, current } = step;
    // What is created, replaced or started is waited for anyway.
    if (spec.role !== "main" || current === undefined || decision.isUndoable) continue;
    const dependsOn = done.get(spec.name) ?? [];
    const wait = waitForContainer(
      { target, cause: { kind: "requested" } },
      {
        suffix: ":needed",
        dependsOn,
        container: { name: spec.name, id: current.id },
        until: readyCondition(spec),
      },
    );
    if (dependsOn.some((id) => id === wait.id)) continue;
    part.actions.push(wait);
    done.set(spec.name, [wait.id]);
  }
}

/** Where one is held back, the one that a host port passes to or comes from waits with it. */
function decideTogether(input: Omit<ContainersInput, "waiting">): readonly Decided[] {
  const waiting = new Map<string, HeldBack>();
  for (;;) {
    const decided = decideAll({ ...input, waiting });
    const partners = partnersOf(input, decided).filter(([name]) => !waiting.has(name));
    if (partners.length === 0) return decided;
    for (const [name, held] of partners) waiting.set(name, held);
  }
}

function partnersOf(
  { forReplace }: Omit<ContainersInput, "waiting">,
  decided: readonly Decided[],
): readonly (readonly [name: string, held: HeldBack])[] {
  const heldByName = new Map(
    decided.flatMap(({ step, decision: { held } }) =>
      held === undefined ? [] : [[step.spec.name, held] as const],
    ),
  );
  if (heldByName.size === 0) return [];
  return forReplace().passes.flatMap(({ giver, taker }) => {
    const [givers, takers] = [heldByName.get(giver), heldByName.get(taker)];
    if (givers !== undefined && takers === undefined) return [[taker, givers] as const];
    return takers !== undefined && givers === undefined ? [[giver, takers] as const] : [];
  });
}

function decideAll(input: ContainersInput): readonly Decided[] {
  const befores = new Map<string, Before>();
  return inStartOrder(input.desired.containers).map((spec) => {
    const before = mergeBefore(spec, befores);
    const step = prepare(input, spec, before);
    const decision = spec.role === "init" ? decideInit(step) : decideLongRunning(step);
    befores.set(
      spec.name,
      spec.role === "init" ? withInit(before, step, decision) : withHeld(before, step, decision),
    );
    return { step, decision };
  });
}

function mergeBefore({ startAfter }: ContainerSpec, befores: ReadonlyMap<string, Before>): Before {
  const all = startAfter.flatMap((name) => befores.get(name) ?? []);
  const [first = nothingBefore] = all;
  if (all.length < 2) return first;
  return {
    ranBefore: Object.assign({}, ...all.map((b) => b.ranBefore)),
    rerun: all.find((b) => b.rerun !== undefined)?.rerun,
    inits: [...new Set(all.flatMap((b) => b.inits))],
    heldBackBy: all.find((b) => b.heldBackBy !== undefined)?.heldBackBy,
  };
}

/** One that is not there, and is not tried now, keeps those that start after it from their start. */
function withHeld(before: Before, { current }: Step, { held }: Decision): Before {
  return held === undefined || current !== undefined ? before : { ...before, heldBackBy: held };
}

/** What those after an init container have to know. */
function withInit(before: Before, { spec, recordText, current }: Step, decision: Decision): Before {
  const ranBefore = { ...before.ranBefore, [spec.name]: fingerprint(recordText) };
  if (decision.held !== undefined) return { ...before, ranBefore, heldBackBy: decision.held };
  if (decision.creates) {
    const init = { name: spec.name, createdBy: actionId("container.create", spec.name) };
    return { ...before, ranBefore, rerun: spec.name, inits: [...before.inits, init] };
  }
  const init = current === undefined ? [] : [refOf(current)];
  return { ...before, ranBefore, inits: [...before.inits, ...init] };
}
