import { type ErrorData, errorToData, HashikeError } from "../errors.ts";
import type { Action, Target } from "../plan/action.ts";
import type { Plan } from "../plan/plan-types.ts";
import { missingSecrets, secretsOf } from "../plan/secrets.ts";
import type { ActionOutput, Driver, ExecuteContext } from "./driver.ts";
import type { AboutAction, ApplyEvent, ApplyResult, SkipReason } from "./event.ts";
import { makeResult } from "./result.ts";
import { type ActionOutcome, Schedule, type Step } from "./schedule.ts";

export interface ApplyOptions {
  /** Called for each event, in order. */
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  /** Stops cleanly: nothing new is begun, and what is half done is taken back. */
  readonly signal?: AbortSignal | undefined;
  /** How many actions may run at once. Default 8. */
  readonly concurrency?: number | undefined;
}

/** For what must happen although the apply was aborted: taking back what it began. */
const neverAborted = new AbortController().signal;

/**
 * Carries out a plan. A failed action skips what depends on it, its group is taken back, and independent work
 * finishes.
 * @returns what became of everything; a failed action is told there, never thrown
 * @throws HashikeError `PLAN_SECRET_MISSING`, before anything is changed, when the plan was read from a file and
 *   the values of sensitive variables are not beside it
 */
export async function apply(plan: Plan, driver: Driver, options: ApplyOptions = {}): Promise<ApplyResult> {
  const missing = missingSecrets(plan);
  if (missing.length > 0) {
    throw new HashikeError("PLAN_SECRET_MISSING", `the plan lacks the values of ${missing.join(", ")}`, {
      hint: "a saved plan holds no secrets: give the manifest that it was made from as well",
    });
  }
  const onEvent = options.onEvent ?? (() => {});
  const run: Run = {
    driver,
    onEvent,
    signal: options.signal ?? neverAborted,
    schedule: new Schedule(plan.actions),
    secrets: secretsOf(plan),
    outputs: new Map(),
    onFailure: plan.onFailure,
    undone: [],
  };
  onEvent({ type: "apply.started", changes: plan.changes, actionCount: plan.actions.length });
  await runSteps(run.schedule, Math.max(1, options.concurrency ?? 8), (step) =>
    step.kind === "undo" ? undoGroup(run, step) : runAction(run, step.action),
  );
  const result = makeResult(plan, run.schedule.outcomes, run.undone);
  onEvent({ type: "apply.finished", result });
  return result;
}

interface Run {
  readonly driver: Driver;
  readonly onEvent: (event: ApplyEvent) => void;
  readonly signal: AbortSignal;
  readonly schedule: Schedule;
  readonly secrets: Readonly<Record<string, string>>;
  readonly outputs: Map<string, ActionOutput>;
  readonly onFailure: Plan["onFailure"];
  readonly undone: { readonly actionId: string; readonly target: Target; readonly error?: ErrorData }[];
}

/** Keeps up to `concurrency` steps going until none is left. Waiting costs the engine nothing and is not counted. */
function runSteps(
  schedule: Schedule,
  concurrency: number,
  runStep: (step: Step) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let running = 0;
    let open = 0;
    fill();

    function fill(): void {
      while (running < concurrency) {
        const step = schedule.next();
        if (step === undefined) break;
        const cost = step.kind === "action" && step.action.type === "container.wait" ? 0 : 1;
        running += cost;
        open += 1;
        runStep(step).then(() => {
          running -= cost;
          open -= 1;
          fill();
        }, reject);
      }
      if (open === 0) resolve();
    }
  });
}

async function runAction(run: Run, action: Action): Promise<void> {
  const because = run.schedule.blockedBy(action) ?? abortedReason(signalOf(run, action));
  if (because !== undefined) run.schedule.settle(action, skip(run, action, because));
  else if (!isNeeded(run, action)) run.schedule.settle(action, { kind: "unneeded" });
  else run.schedule.settle(action, await tryAction(run, action));
}

function isNeeded({ outputs }: Run, { when }: Action): boolean {
  return when === undefined || outputs.get(when.actionId)?.gave === when.gave;
}

/** What clears up is not aborted. */
function signalOf(run: Run, action: Action): AbortSignal {
  return action.always === true ? neverAborted : run.signal;
}

async function tryAction(run: Run, action: Action): Promise<ActionOutcome> {
  const { onEvent } = run;
  const signal = signalOf(run, action);
  onEvent({ type: "action.started", ...about(action) });
  try {
    const output = await run.driver.execute(action, makeContext(run, action, signal));
    run.outputs.set(action.id, output);
    for (const message of output.notices ?? []) onEvent({ type: "notice", message, actionId: action.id });
    const { gave } = output;
    onEvent({ type: "action.finished", ...about(action), ...(gave === undefined ? {} : { gave }) });
    return { kind: "done" };
  } catch (error) {
    // An engine call cut by the signal fails in the driver's own way; to the user it was not tried to its end.
    const because = abortedReason(signal);
    if (because !== undefined) return { ...skip(run, action, because), isBegun: true };
    const data = errorToData(error);
    onEvent({ type: "action.failed", ...about(action), error: data });
    return { kind: "failed", error: data };
  }
}

function skip(run: Run, action: Action, because: SkipReason): Extract<ActionOutcome, { kind: "skipped" }> {
  run.onEvent({ type: "action.skipped", ...about(action), because });
  return { kind: "skipped", because };
}

/**
 * One after the other: each takes back what the one before it in the list was built upon. What failed is taken back as
 * well, as a cut connection does not tell how far it got; nothing is said of that.
 */
async function undoGroup(run: Run, step: Extract<Step, { readonly kind: "undo" }>): Promise<void> {
  const { failure } = step;
  const broken = new Set<string>();
  for (const action of step.actions) {
    const isDone = run.schedule.outcomes.get(action.id)?.kind === "done";
    await inOrder(run, action.undo ?? [], broken, (undo) =>
      isDone ? undoOne(run, undo, action.id) : undoPerhaps(run, undo),
    );
  }
  if (failure !== undefined) {
    const due = (run.onFailure[step.group] ?? []).filter((action) => isAtFault(run, action));
    await inOrder(run, due, broken, (action) => followFailure(run, action, failure));
  }
  for (const action of step.replaced) {
    await inOrder(run, action.otherwise ?? [], broken, (instead) => undoOne(run, instead, action.id));
  }
  run.schedule.undone(step.group);
}

/**
 * @param broken ids of what did not work; it grows. What depends on one of them, or on an action of the plan that was
 *   not done, is left out
 * @param carryOut gives whether it worked
 */
async function inOrder(
  { schedule }: Run,
  actions: readonly Action[],
  broken: Set<string>,
  carryOut: (action: Action) => Promise<boolean>,
): Promise<void> {
  for (const action of actions) {
    const isLeftOut =
      action.dependsOn.some((id) => broken.has(id)) || schedule.blockedBy(action) !== undefined;
    if (isLeftOut || !(await carryOut(action))) broken.add(action.id);
  }
}

/** @returns whether it worked */
async function followFailure(run: Run, action: Action, failure: ErrorData): Promise<boolean> {
  try {
    await run.driver.execute(withReason(action, failure), makeContext(run, action, neverAborted));
    return true;
  } catch (error) {
    const { code, message: why } = errorToData(error);
    // What went wrong before is what the user must know; this comes on top of it, unless it is the same.
    if (code !== failure.code) {
      const message = `${action.id} after the failure did not work: ${why}`;
      run.onEvent({ type: "notice", message, actionId: action.id });
    }
    return false;
  }
}

/** Whether what is to be noted of a revision is its own doing; of all else there is no question. */
function isAtFault({ schedule }: Run, action: Action): boolean {
  if (action.type !== "revision.note" || action.ifFailed === undefined) return true;
  return action.ifFailed.some((id) => schedule.outcomes.get(id)?.kind === "failed");
}

/** A plan cannot know what a revision will fail with. */
function withReason(action: Action, { message }: ErrorData): Action {
  if (action.type !== "revision.note" || action.failed === undefined) return action;
  return { ...action, failed: { ...action.failed, reason: message.replace(/\s+/g, " ") } };
}

/** @returns whether it worked */
async function undoOne(run: Run, undo: Action, undoes: string): Promise<boolean> {
  run.onEvent({ type: "undo.started", ...about(undo), undoes });
  try {
    await run.driver.execute(undo, makeContext(run, undo, neverAborted));
    run.onEvent({ type: "undo.finished", ...about(undo), undoes });
    run.undone.push({ actionId: undo.id, target: undo.target });
    return true;
  } catch (error) {
    const data = errorToData(error);
    run.onEvent({ type: "undo.failed", ...about(undo), undoes, error: data });
    run.undone.push({ actionId: undo.id, target: undo.target, error: data });
    return false;
  }
}

/** @returns whether it worked, needed or not */
async function undoPerhaps(run: Run, undo: Action): Promise<boolean> {
  try {
    await run.driver.execute(undo, makeContext(run, undo, neverAborted));
    return true;
  } catch {
    return false;
  }
}

function makeContext(run: Run, action: Action, signal: AbortSignal): ExecuteContext {
  return {
    signal,
    outputs: run.outputs,
    secrets: run.secrets,
    onProgress: (progress) => run.onEvent({ type: "action.progress", ...about(action), progress }),
  };
}

function abortedReason(signal: AbortSignal): SkipReason | undefined {
  return signal.aborted ? { kind: "aborted" } : undefined;
}

function about(action: Action): AboutAction {
  return { actionId: action.id, actionType: action.type, target: action.target };
}
