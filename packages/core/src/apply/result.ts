import { fileVersions } from "../observed/file-versions.ts";
import type { ChangeKind, Plan } from "../plan/plan-types.ts";
import type { Target } from "../plan/steps/action.ts";
import type { ApplyResult, FailedAction, SkippedAction } from "./event.ts";
import type { Run } from "./run.ts";
import type { ActionOutcome } from "./schedule.ts";

/** Sums up a run by change: one is only called made when every one of its actions was done, and none was taken back. */
export function makeResult(
  plan: Plan,
  {
    schedule: { outcomes },
    takenBack,
    undone,
    outputs,
  }: Pick<Run, "schedule" | "takenBack" | "undone" | "outputs">,
): ApplyResult {
  const made: Record<ChangeKind, Target[]> = { create: [], replace: [], update: [], remove: [] };
  for (const change of plan.changes) {
    if (change.actionIds.every((id) => isSettledWell(outcomes.get(id)?.kind) && !takenBack.has(id)))
      made[change.kind].push(change.target);
  }
  const failed: FailedAction[] = [];
  const skipped: SkippedAction[] = [];
  for (const { id: actionId, target } of plan.actions) {
    const outcome = outcomes.get(actionId);
    if (outcome?.kind === "failed") failed.push({ actionId, target, error: outcome.error });
    if (outcome?.kind === "skipped") skipped.push({ actionId, target, because: outcome.because });
  }
  const mountedFiles = seenFiles(outputs);
  return {
    status: failed.length > 0 ? "failed" : skipped.length > 0 ? "aborted" : "done",
    created: made.create,
    replaced: made.replace,
    updated: made.update,
    removed: made.remove,
    unchanged: plan.unchanged,
    failed,
    skipped,
    undone,
    ...(mountedFiles === undefined ? {} : { mountedFiles }),
  };
}

function seenFiles(outputs: Run["outputs"]): ApplyResult["mountedFiles"] {
  const looks = [...outputs.values()].flatMap(({ mountedFiles }) => [...(mountedFiles ?? [])]);
  return looks.length === 0 ? undefined : fileVersions(new Map(looks));
}

function isSettledWell(kind: ActionOutcome["kind"] | undefined): boolean {
  return kind === "done";
}
