import { type ErrorData, errorToData } from "../errors.ts";
import type { Action } from "../plan/steps/action.ts";
import { about, contextOf, neverAborted, type Run } from "./run.ts";
import type { GroupFailure, Step } from "./schedule.ts";

/**
 * One after the other: each takes back what the one before it in the list was built upon. What failed is taken back as
 * well, as a cut connection does not tell how far it got; nothing is said of that. Then comes what follows a failure,
 * and last what follows whatever is the reason: nothing of the group is in its way any more.
 */
export async function takeBack(run: Run, step: Extract<Step, { readonly kind: "undo" }>): Promise<void> {
  const { failure, group } = step;
  const { onFailed, onUnsuccessful } = run.outcomes[group] ?? { onFailed: [], onUnsuccessful: [] };
  const broken = new Set<string>();
  for (const action of step.actions) {
    run.takenBack.add(action.id);
    const isDone = run.schedule.outcomes.get(action.id)?.kind === "done";
    await inOrder(run, action.undo ?? [], broken, (undo) =>
      isDone ? undoOne(run, undo, action.id) : undoPerhaps(run, undo),
    );
  }
  if (failure !== undefined) {
    const due = onFailed.filter((action) => isAtFault(action, failure));
    await inOrder(run, due, broken, (action) => followFailure(run, action, failure.error));
  }
  if (step.isNeverBegun) return;
  await inOrder(run, onUnsuccessful, broken, (action) => undoOne(run, action));
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
    await run.driver.execute(withReason(action, failure), contextOf(run, action, neverAborted));
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
function isAtFault(action: Action, { error, of }: GroupFailure): boolean {
  if (action.type !== "revision.note") return true;
  if (error.code === "DRIVER_CANNOT_PARK") return false;
  return action.isShared === true || of.some(({ name }) => name === action.target.name);
}

/** A plan cannot know what a revision will fail with. */
function withReason(action: Action, { message }: ErrorData): Action {
  if (action.type !== "revision.note" || action.failed === undefined) return action;
  return { ...action, failed: { ...action.failed, reason: message.replace(/\s+/g, " ") } };
}

/** @returns whether it worked */
async function undoOne(run: Run, undo: Action, undone?: string): Promise<boolean> {
  const undoes = undone === undefined ? {} : { undoes: undone };
  run.onEvent({ type: "undo.started", ...about(undo), ...undoes });
  try {
    await run.driver.execute(undo, contextOf(run, undo, neverAborted));
    run.onEvent({ type: "undo.finished", ...about(undo), ...undoes });
    run.undone.push({ actionId: undo.id, target: undo.target });
    return true;
  } catch (error) {
    const data = errorToData(error);
    run.onEvent({ type: "undo.failed", ...about(undo), ...undoes, error: data });
    run.undone.push({ actionId: undo.id, target: undo.target, error: data });
    return false;
  }
}

/** @returns whether it worked, needed or not */
async function undoPerhaps(run: Run, undo: Action): Promise<boolean> {
  try {
    await run.driver.execute(undo, contextOf(run, undo, neverAborted));
    return true;
  } catch {
    return false;
  }
}
