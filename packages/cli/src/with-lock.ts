import type { Driver, Owner } from "@hashike/core";
import type { Context } from "./context.ts";
import { type RawOptions, text } from "./options.ts";
import { readDuration } from "./read-duration.ts";
import { usageError } from "./usage-error.ts";

const defaultWaitSeconds = 60;

/** @throws HashikeError `USAGE` for what is no time */
export function readLockTimeout(raw: RawOptions): number {
  const value = text(raw, "lockTimeout");
  if (value === undefined) return defaultWaitSeconds;
  const seconds = value === "0" ? 0 : readDuration(value);
  if (seconds !== undefined) return seconds;
  throw usageError(`--lock-timeout: ${value} is not a time`, "write it as 30s, 5m or 0");
}

/**
 * Does something while nobody else applies for the owners on this engine.
 * @param use is given a signal that aborts with the user's, and when the lock is lost
 * @throws HashikeError `LOCK_HELD`
 */
export async function withLock<T>(
  driver: Driver,
  owners: readonly Owner[],
  waitSeconds: number,
  context: Context,
  use: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, log } = context;
  if (driver.lock === undefined || owners.length === 0) return use(signal);
  const lock = await driver.lock(owners, {
    waitSeconds,
    signal,
    onWait: ({ description }) => log.notice({ message: `waiting for another apply to end (${description})` }),
  });
  try {
    return await use(AbortSignal.any([signal, lock.lost]));
  } finally {
    await lock.release();
  }
}
