import type { Driver, EngineEvent } from "../apply/driver.ts";
import { errorToData, HashikeError } from "../errors.ts";
import { backOffMs } from "./back-off.ts";
import type { WatchEvent } from "./watch-event.ts";
import type { Clock } from "./watch-options.ts";

export interface ListenOptions {
  readonly driver: Driver;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: WatchEvent) => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** The engine reports what happens from now on; it may not have reported what happened before. */
  readonly onListening: () => void;
}

const longestWaitMs = 30_000;

/**
 * Follows the engine's events until `signal` aborts, through restarts of the engine. Returns at once for a driver
 * that has none.
 */
export async function listenToEngine(options: ListenOptions): Promise<void> {
  const { driver, clock, signal, emit } = options;
  if (driver.events === undefined) return;
  let lost = false;
  let tries = 0;
  while (!signal.aborted) {
    const error = await followOnce(options, () => {
      tries = 0;
      if (lost) emit({ type: "engine.back" });
      lost = false;
    });
    if (signal.aborted) return;
    if (!lost) emit({ type: "engine.lost", error: errorToData(error) });
    lost = true;
    tries += 1;
    await clock.sleep(backOffMs(tries, longestWaitMs), signal);
  }
}

/** @returns why it ended */
async function followOnce(
  { driver, signal, onEvent, onListening }: ListenOptions,
  onBack: () => void,
): Promise<unknown> {
  let listening = false;
  const begin = () => {
    if (listening) return;
    listening = true;
    onBack();
    onListening();
  };
  try {
    for await (const event of driver.events?.({ signal, onListening: begin }) ?? []) {
      // A driver that does not say that it listens, does so by what it tells.
      begin();
      onEvent(event);
    }
    return new HashikeError("DRIVER_ENGINE_UNREACHABLE", "the engine ended the stream of its events");
  } catch (error) {
    return error;
  }
}
