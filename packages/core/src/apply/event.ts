import type { ErrorData } from "../errors.ts";
import type { FileVersion } from "../observed/observed-state.ts";
import type { Change } from "../plan/plan-types.ts";
import type { ActionType, Target } from "../plan/steps/action.ts";
import type { Progress } from "../source/progress.ts";

/** What an apply tells while it runs: plain JSON, `apply.started` first, `apply.finished` last. */
export type ApplyEvent =
  | { readonly type: "apply.started"; readonly changes: readonly Change[]; readonly actionCount: number }
  | ({ readonly type: "action.started" } & AboutAction)
  | ({ readonly type: "action.progress"; readonly progress: Progress } & AboutAction)
  | ({ readonly type: "action.finished" } & AboutAction)
  | ({ readonly type: "action.failed"; readonly error: ErrorData } & AboutAction)
  | ({ readonly type: "action.skipped"; readonly because: SkipReason } & AboutAction)
  | ({ readonly type: "undo.started"; readonly undoes?: string } & AboutAction)
  | ({ readonly type: "undo.finished"; readonly undoes?: string } & AboutAction)
  | ({ readonly type: "undo.failed"; readonly undoes?: string; readonly error: ErrorData } & AboutAction)
  | { readonly type: "notice"; readonly message: string; readonly actionId: string }
  | { readonly type: "apply.finished"; readonly result: ApplyResult };

export interface AboutAction {
  readonly actionId: string;
  readonly actionType: ActionType;
  readonly target: Target;
}

/**
 * Why an action was not carried out: another one failed, or the apply was aborted. An abort may have cut it off when it
 * had begun; what it may have done is taken back then, where it has an `undo`.
 */
export type SkipReason =
  | { readonly kind: "failed"; readonly actionId: string }
  | { readonly kind: "aborted" };

export interface FailedAction {
  readonly actionId: string;
  readonly target: Target;
  readonly error: ErrorData;
}

export interface SkippedAction {
  readonly actionId: string;
  readonly target: Target;
  readonly because: SkipReason;
}

/** What became of a plan. `apply` never throws for a failed action: it says so here. */
export interface ApplyResult {
  /** `failed`: at least one action failed. `aborted`: the signal ended it, and nothing failed. */
  readonly status: "done" | "failed" | "aborted";
  /** What was completed and not taken back. So are the next three. */
  readonly created: readonly Target[];
  readonly replaced: readonly Target[];
  readonly updated: readonly Target[];
  readonly removed: readonly Target[];
  readonly unchanged: readonly Target[];
  readonly failed: readonly FailedAction[];
  readonly skipped: readonly SkippedAction[];
  /** What took actions back after a failure, or was done in their place, and whether that worked. */
  readonly undone: readonly {
    readonly actionId: string;
    readonly target: Target;
    readonly error?: ErrorData;
  }[];
  /**
   * Versions of files that containers mount read-only, as seen on the way where no plan can see them. To plan again with
   * {@link withSeenFiles} finds the containers that have other ones. Absent where nobody looked.
   */
  readonly mountedFiles?: Readonly<Record<string, FileVersion>>;
}
