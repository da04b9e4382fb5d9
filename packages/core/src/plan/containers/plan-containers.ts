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
import { podsOf, type SandboxNow } from "./pods.ts";
import { readyCondition } from "./ready-wait.ts";
import { type Changing, replacedAtOnce, stopAllFirst, takeTurns, turnOf } from "./turns.ts";

type PlannerInput = Omit<ContainersInput, "waiting" | "renewed">;

interface Decided {
  readonly step: Step;
  readonly decision: Decision;
}

/** Decides on every container, finds which of them change together, and only then makes actions. */
export function planContainers(input: PlannerInput): PlanPart {
  const decided = decideTogether(input);
  const undoable = decided.filter((d) => d.decision.isUndoable).map((d) => d.step.spec.name);
  const passes = undoable.length === 0 ? [] : input.forReplace().passes;
  const changing = changingOf(decided);
  const together = replacedAtOnce(changing.values());
  const groups = groupsOf(undoable, {
    passes,
    pods: podsOf(input.desired.containers),
    together,
    atomic: input.options.atomic === true,
  });
  const part = emptyPart();
  const done = new Map<string, readonly string[]>();
  const awaited = new Set(
    decided.flatMap(({ step: { spec } }) => [...spec.startAfter, ...(spec.update.turn?.create ?? [])]),
  );
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
  const groupOf = (name: string) => groups(name).group;
  const atOnce = new Set(together.flatMap((names) => names.map(groupOf)));
  const inTurn = takeTurns(part.actions, changing, { groupOf, lastOf: (name) => done.get(name) ?? [] });
  return { ...part, actions: [...stopAllFirst(inTurn, atOnce)] };
}

function changingOf(
  decided: readonly Decided[],
  changes = (decision: Decision) => decision.creates === true,
): ReadonlyMap<string, Changing> {
  return new Map(
    decided.flatMap(({ step: { spec, current }, decision }) =>
      changes(decision) ? [[spec.name, { spec, replaces: current !== undefined }] as const] : [],
    ),
  );
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

/**
 * Where one is held back, the ones that a host port passes to or comes from wait with it, and so does the rest of its pod.
 * Where one of a pod is replaced, all of the pod are.
 */
function decideTogether(input: PlannerInput): readonly Decided[] {
  const waiting = new Map<string, HeldBack>();
  const renewed = new Map<string, string>();
  const pods = podsOf(input.desired.containers);
  for (;;) {
    const decided = decideAll({ ...input, waiting, renewed });
    const held = heldTogether(input, pods, decided).filter(([name]) => !waiting.has(name));
    const anew = renewedTogether(pods, decided).filter(([name]) => !renewed.has(name));
    if (held.length + anew.length === 0) return decided;
    for (const [name, by] of held) waiting.set(name, by);
    for (const [name, by] of anew) renewed.set(name, by);
  }
}

type Pods = ReturnType<typeof podsOf>;

function heldTogether(
  { forReplace }: PlannerInput,
  pods: Pods,
  decided: readonly Decided[],
): readonly (readonly [name: string, held: HeldBack])[] {
  const heldByName = new Map(
    decided.flatMap(({ step, decision: { held } }) =>
      held === undefined ? [] : [[step.spec.name, held] as const],
    ),
  );
  if (heldByName.size === 0) return [];
  const passing = forReplace().passes.map(({ giver, taker }) => [giver, taker]);
  const changing = changingOf(decided);
  const wouldChange = changingOf(decided, ({ creates, held }) => creates === true || held !== undefined);
  return [
    ...[...passing, ...pods.values(), ...replacedAtOnce(wouldChange.values())].flatMap((names) => {
      const held = names.map((name) => heldByName.get(name)).find((one) => one !== undefined);
      return held === undefined
        ? []
        : names.filter((name) => !heldByName.has(name)).map((name) => [name, held] as const);
    }),
    ...[...changing].flatMap(([name, one]) => {
      const held = turnOf(one).flatMap((other) => heldByName.get(other) ?? []);
      return held.slice(0, 1).map((by) => [name, by] as const);
    }),
  ];
}

function renewedTogether(
  pods: Pods,
  decided: readonly Decided[],
): readonly (readonly [name: string, by: string])[] {
  if (pods.size === 0) return [];
  const renewing = new Set(
    decided.filter((d) => d.decision.renewsPod === true).map(({ step }) => step.spec.name),
  );
  return [...pods.values()].flatMap((names) => {
    const by = names.find((name) => renewing.has(name));
    return by === undefined
      ? []
      : names.filter((name) => !renewing.has(name)).map((name) => [name, by] as const);
  });
}

function decideAll(input: ContainersInput): readonly Decided[] {
  const befores = new Map<string, Before>();
  return inStartOrder(input.desired.containers).map((spec) => {
    const before = mergeBefore(spec, befores);
    const step = prepare(input, spec, before);
    const decision = spec.role === "init" ? decideInit(step) : decideLongRunning(step);
    befores.set(spec.name, behindOne(before, step, decision));
    return { step, decision };
  });
}

/** What those that start after one have to know. */
function behindOne(before: Before, step: Step, decision: Decision): Before {
  switch (step.spec.role) {
    case "init":
      return withInit(before, step, decision);
    case "sandbox":
      return withSandbox(withHeld(before, step, decision), step, decision);
    default:
      return withHeld(before, step, decision);
  }
}

function withSandbox(before: Before, { spec: { name }, current }: Step, decision: Decision): Before {
  const { creates, stops } = decision;
  if (creates !== true && current === undefined) return before;
  const sandbox: SandboxNow =
    creates === true || current === undefined
      ? { name, ref: { name, createdBy: actionId("container.create", name) }, current: undefined, stops }
      : { name, ref: refOf(current), current, stops };
  return { ...before, sandboxes: new Map([...before.sandboxes, [name, sandbox]]) };
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
    sandboxes: new Map(all.flatMap((b) => [...b.sandboxes])),
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
