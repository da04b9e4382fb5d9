import type { ErrorCode } from "@hashike/core";

/** What the exit code tells a script. API: the same numbers as in the help and docs/errors.md. */
export const exitCode = {
  done: 0,
  failed: 1,
  /** Only `plan --detailed-exitcode`. */
  changesPending: 2,
  /** The input is at fault: a manifest or a saved plan. */
  invalid: 3,
  /** Refused before anything was changed; or all was done but what is held back. */
  refused: 4,
  usage: 64,
  /** 128 + the signal's number, as shells do. */
  interrupted: 130,
  terminated: 143,
} as const;

/** Of `diff`, as kubectl has them: 1 is no failure there. The others are as everywhere. */
export const diffExitCode = { different: 1, failed: 2 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export function exitCodeOf(code: ErrorCode | "INTERNAL"): ExitCode {
  switch (code) {
    case "MANIFEST_INVALID":
    case "MANIFEST_EMPTY":
    case "PLAN_FORMAT":
      return exitCode.invalid;
    case "PLAN_BLOCKED":
    case "PLAN_STALE":
    case "PLAN_SECRET_MISSING":
    case "PLAN_GUARDED":
    case "LOCK_HELD":
      return exitCode.refused;
    case "USAGE":
    case "MODULE_INVALID":
    case "SOURCE_SCHEME_UNSUPPORTED":
    case "DRIVER_ENDPOINT_INVALID":
      return exitCode.usage;
    case "APPLY_ABORTED":
      return exitCode.interrupted;
    default:
      return exitCode.failed;
  }
}
