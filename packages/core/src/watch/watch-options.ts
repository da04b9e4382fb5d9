import type { Driver } from "../apply/driver.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import type { PlanOptions } from "../plan/plan-types.ts";
import type { WatchEvent } from "./watch-event.ts";

/** Time comes from outside, so that a test can say what time it is. */
export interface Clock {
  /** Milliseconds; only differences mean anything. Best a monotonic clock: a time of day may be set back. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects, and leaves no listener behind. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What a read of the source gave. */
export type SourceReading =
  | { readonly kind: "unchanged" }
  | { readonly kind: "desired"; readonly desired: DesiredState };

export interface WatchOptions {
  /**
   * Reads the source, best by a conditional request. What it throws is reported as `source.failed`, and the desired state
   * from before stays in force.
   */
  readonly read: (options: { readonly signal: AbortSignal }) => Promise<SourceReading>;
  readonly driver: Driver;
  readonly clock: Clock;
  /** Ends the watch: an apply that is under way stops cleanly, as with `apply`. */
  readonly signal: AbortSignal;
  /** Seconds between two reads of the source. Default 60. */
  readonly intervalSeconds?: number | undefined;
  /**
   * Seconds after which the engine and the registries are looked at although nothing was told: newer images, and
   * what events did not say. Default 300. With a driver that tells no events, every interval.
   */
  readonly lookIntervalSeconds?: number | undefined;
  /** How long another apply of the same owners is waited for, each time. Default 30. */
  readonly lockWaitSeconds?: number | undefined;
  /** Called for each event, in order. */
  readonly onEvent?: ((event: WatchEvent) => void) | undefined;
  readonly plan?: PlanOptions | undefined;
  /** How many actions may run at once. Default 8. */
  readonly concurrency?: number | undefined;
  /** Called once, with a function that makes the source be read at once. */
  readonly exposeReadNow?: ((readNow: () => void) => void) | undefined;
}
