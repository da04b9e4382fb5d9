/**
 * Where something stands in a source text.
 * `line` and `column` are 1-based; `file` is the name given by whoever read the text (`-` for stdin).
 */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Every code Hashike can fail with. Codes are API: each is described in docs/errors.md and never renamed.
 */
export type ErrorCode =
  | "MANIFEST_INVALID"
  | "MANIFEST_EMPTY"
  | "PLAN_BLOCKED"
  | "PLAN_CYCLE"
  | "PLAN_FORMAT"
  | "PLAN_STALE"
  | "PLAN_SECRET_MISSING"
  | "PLAN_GUARDED"
  | "LOCK_HELD"
  | "APPLY_ABORTED"
  | "DRIVER_ENGINE_UNREACHABLE"
  | "DRIVER_ENGINE_DENIED"
  | "DRIVER_ENGINE_TOO_OLD"
  | "DRIVER_ENGINE_ERROR"
  | "DRIVER_ENDPOINT_INVALID"
  | "DRIVER_CREDENTIALS"
  | "DRIVER_IMAGE_UNAVAILABLE"
  | "DRIVER_IMAGE_PULL_FAILED"
  | "DRIVER_IMAGE_SCHEME_UNSUPPORTED"
  | "DRIVER_DISK_FULL"
  | "DRIVER_HOST_PATH"
  | "DRIVER_NETWORK_FAILED"
  | "DRIVER_CANNOT_PARK"
  | "DRIVER_VOLUME_FAILED"
  | "DRIVER_CONTAINER_CREATE_FAILED"
  | "DRIVER_CONTAINER_START_FAILED"
  | "DRIVER_CONTAINER_STOP_FAILED"
  | "DRIVER_CONTAINER_UPDATE_FAILED"
  | "DRIVER_CONTAINER_REMOVE_FAILED"
  | "DRIVER_CONTAINER_GONE"
  | "DRIVER_INIT_FAILED"
  | "DRIVER_NOT_READY"
  | "DRIVER_HOOK_FAILED"
  | "DRIVER_UNSUPPORTED"
  | "SOURCE_NOT_FOUND"
  | "SOURCE_UNREADABLE"
  | "SOURCE_CHANGED"
  | "SOURCE_SCHEME_UNSUPPORTED"
  | "STORE_UNWRITABLE"
  | "NOT_FOUND"
  | "NOT_RUNNING"
  | "USAGE"
  | "MODULE_INVALID";

/**
 * One thing that is wrong with an input, as a value, so that all of them can be shown at once.
 * `path` is in the user's words: `spec.containers[0].image`, or `container web` where no text is at hand.
 */
export interface Diagnostic {
  readonly severity: "error" | "notice";
  readonly message: string;
  /** What to do about it: an imperative without capital and full stop; it stands after `hint: `. */
  readonly hint?: string;
  readonly path?: string;
  readonly at?: SourcePosition;
}

export interface HashikeErrorOptions {
  readonly hint?: string | undefined;
  readonly at?: SourcePosition | undefined;
  readonly cause?: unknown;
  readonly diagnostics?: readonly Diagnostic[] | undefined;
  /** Lines that help to understand the failure, e.g. the last lines a container logged. Newest last. */
  readonly details?: readonly string[] | undefined;
}

/** The one error class of Hashike. A plain `Error` that reaches a user is a bug of ours. */
export class HashikeError extends Error {
  override readonly name: string = "HashikeError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly at: SourcePosition | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, options: HashikeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.at = options.at;
    this.diagnostics = options.diagnostics ?? [];
    this.details = options.details ?? [];
  }
}

/** Recognises a {@link HashikeError} by its brand: `instanceof` fails when two copies of core are installed. */
export function isHashikeError(error: unknown): error is HashikeError {
  return typeof error === "object" && error !== null && "name" in error && error.name === "HashikeError";
}

/** An error as plain JSON, for events, results and `-o json`. */
export interface ErrorData {
  readonly code: ErrorCode | "INTERNAL";
  readonly message: string;
  readonly hint?: string;
  readonly at?: SourcePosition;
  readonly diagnostics?: readonly Diagnostic[];
  readonly details?: readonly string[];
}

/** @returns the error as plain JSON; anything that is not a {@link HashikeError} gets the code `INTERNAL`. */
export function errorToData(error: unknown): ErrorData {
  if (!isHashikeError(error)) {
    return { code: "INTERNAL", message: error instanceof Error ? error.message : String(error) };
  }
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.at === undefined ? {} : { at: error.at }),
    ...(error.diagnostics.length === 0 ? {} : { diagnostics: error.diagnostics }),
    ...(error.details.length === 0 ? {} : { details: error.details }),
  };
}

/** Makes a forgotten case of a union fail to compile; reaching it at run time is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
