import type { Driver, Owner } from "@hashike/core";
import { type RawOptions, text } from "../args/options.ts";
import { readDuration } from "../args/read-duration.ts";
import { usageError } from "../args/usage-error.ts";
import type { Context } from "../process/context.ts";

const defaultWaitSeconds = 60;

/** @throws HashikeError `USAGE` for what is no time */
export function readLockTimeout(raw: RawOptions): number {
  const value = text(raw, "lockTimeout");
  if (value === undefined) return defaultWaitSeconds;
  const seconds = value === "0" ? 0 : readDuration(value);
  if (seconds !== undefined) return seconds;
  throw usageError(`--lock-timeout: ${value} is not a time`, "write it as 30s, 5m or 0");
}

export interface HeldLock {
  /** Aborts with the user's, and when the lock is lost. */
  readonly signal: AbortSignal;
  /** Aborts when the lock is lost, with an error that says why; absent where nothing is locked. */
  readonly lost?: AbortSignal | undefined;
}

/**
 * Does something while nobody else applies for the owners on this engine.
 * @throws HashikeError `LOCK_HELD`, also when `use` throws because the lock was lost; what `use` returns nonetheless
 *   has to tell that itself
 */
export async function withLock<T>(
  driver: Driver,
  owners: readonly Owner[],
  waitSeconds: number,
  context: Context,
  use: (held: HeldLock) => Promise<T>,
): Promise<T> {
  const { signal, log } = context;
  if (driver.lock === undefined || owners.length === 0) return use({ signal });
  const lock = await driver.lock(owners, {
    waitSeconds,
    signal,
    onWait: ({ description }) => log.notice({ message: `waiting for another apply to end (${description})` }),
  });
  const { lost } = lock;
  try {
    return await use({ signal: AbortSignal.any([signal, lost]), lost });
  } catch (error) {
    // A call that was cut for it fails in words of its own.
    throw lost.aborted && !signal.aborted ? lost.reason : error;
  } finally {
    await lock.release();
  }
}
