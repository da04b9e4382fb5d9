import { type ErrorData, errorToData, HashikeError } from "../errors.ts";
import type { Plan } from "../plan/plan-types.ts";
import { missingSecrets, secretsOf } from "../plan/secrets.ts";
import type { Action } from "../plan/steps/action.ts";
import type { Driver } from "./driver.ts";
import type { ApplyEvent, ApplyResult, SkipReason } from "./event.ts";
import { createListener } from "./listener.ts";
import { withNotedSecrets } from "./noted-secrets.ts";
import { makeResult } from "./result.ts";
import { about, contextOf, neverAborted, type Run } from "./run.ts";
import { type ActionOutcome, Schedule, type Step } from "./schedule.ts";
import { takeBack } from "./take-back.ts";

export interface ApplyOptions {
  /**
   * Called for each event, in order. What it throws changes nothing of what is done, and it is called for all that
   * follows; when everything is over, after `apply.finished`, `apply` rejects with the first of it.
   */
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  /** Stops cleanly: nothing new is begun, and what is half done is taken back. */
  readonly signal?: AbortSignal | undefined;
  /** How many actions may run at once. Default 8. */
  readonly concurrency?: number | undefined;
}

/**
 * Carries out a plan. A failed action skips what depends on it, its group is taken back, and independent work
 * finishes.
 * @returns what became of everything; a failed action is reported there, never thrown
 * @throws HashikeError `PLAN_SECRET_MISSING`, before anything is changed, when the plan was read from a file and
 *   the values of sensitive variables are neither beside it nor noted on the engine; and what `onEvent` threw, after everything
 */
export async function apply(given: Plan, driver: Driver, options: ApplyOptions = {}): Promise<ApplyResult> {
  const plan = await withNotedSecrets(given, driver, options.signal);
  const missing = missingSecrets(plan);
  if (missing.length > 0) {
    throw new HashikeError("PLAN_SECRET_MISSING", `the plan lacks the values of ${missing.join(", ")}`, {
      hint: "a saved plan holds no secrets: give the manifest that it was made from as well",
    });
  }
  const { onEvent, rethrow } = createListener(options.onEvent ?? (() => {}));
  const run: Run = {
    driver,
    onEvent,
    signal: options.signal ?? neverAborted,
    schedule: new Schedule(plan.actions),
    secrets: secretsOf(plan),
    outputs: new Map(),
    outcomes: plan.outcomes,
    takenBack: new Set(),
    undone: [],
  };
  onEvent({ type: "apply.started", changes: plan.changes, actionCount: plan.actions.length });
  await runSteps(run.schedule, Math.max(1, options.concurrency ?? 8), (step) =>
    step.kind === "undo" ? takeBack(run, step) : runAction(run, step.action),
  );
  const result = makeResult(plan, run);
  onEvent({ type: "apply.finished", result });
  rethrow();
  return result;
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
  const because = run.schedule.blockedBy(action) ?? abortedReason(run.signal);
  const outcome = because === undefined ? await tryAction(run, action) : skip(run, action, because);
  run.schedule.settle(action, outcome);
}

async function tryAction(run: Run, action: Action): Promise<ActionOutcome> {
  const { onEvent, signal } = run;
  onEvent({ type: "action.started", ...about(action) });
  try {
    const output = await run.driver.execute(action, contextOf(run, action, signal));
    run.outputs.set(action.id, output);
    for (const message of output.notices ?? []) onEvent({ type: "notice", message, actionId: action.id });
    onEvent({ type: "action.finished", ...about(action) });
    return { kind: "done" };
  } catch (error) {
    // An engine call cut by the signal fails in the driver's own way; to the user it was not tried to its end.
    const because = abortedReason(signal);
    if (because !== undefined) return { ...skip(run, action, because), isBegun: true };
    const data = withHint(errorToData(error), action.hintIfFailed);
    onEvent({ type: "action.failed", ...about(action), error: data });
    return { kind: "failed", error: data };
  }
}

/** What the plan knows comes first: it is about this very action, and the driver's hint about all of its kind. */
function withHint(error: ErrorData, first: string | undefined): ErrorData {
  if (first === undefined) return error;
  return { ...error, hint: error.hint === undefined ? first : `${first}; else ${error.hint}` };
}

function skip(run: Run, action: Action, because: SkipReason): Extract<ActionOutcome, { kind: "skipped" }> {
  run.onEvent({ type: "action.skipped", ...about(action), because });
  return { kind: "skipped", because };
}

function abortedReason(signal: AbortSignal): SkipReason | undefined {
  return signal.aborted ? { kind: "aborted" } : undefined;
}
