import type { DesiredState } from "../desired/desired-state.ts";
import { errorToData } from "../errors.ts";
import type { WatchEvent } from "./watch-event.ts";
import type { WatchOptions } from "./watch-options.ts";

/** Reads the source at its interval, beside everything else: a slow source must not hold up a repair. */
export interface SourceReader {
  /** When it is to be read next, by the clock; `Infinity` while it is being read. */
  dueMs(): number;
  /** Begins to read when it is time. */
  readWhenDue(): void;
  readNow(): void;
  /** The last desired state that was read. */
  desired(): DesiredState | undefined;
  /** Whether it is another one since the last call. */
  takeChange(): boolean;
}

export interface SourceReaderOptions extends Pick<WatchOptions, "read" | "clock" | "signal"> {
  readonly intervalMs: number;
  readonly emit: (event: WatchEvent) => void;
  /** Called after each read. */
  readonly onRead: () => void;
}

export function createSourceReader(options: SourceReaderOptions): SourceReader {
  const { read, clock, signal, intervalMs, emit, onRead } = options;
  let dueMs = clock.nowMs();
  let isReading = false;
  let changed = false;
  let desired: DesiredState | undefined;

  async function readOnce(): Promise<void> {
    try {
      const reading = await read({ signal });
      // Nobody waits for a read at the end: the watch may have told that it stopped.
      if (signal.aborted) return;
      if (reading.kind === "unchanged") {
        emit({ type: "source.unchanged" });
        return;
      }
      desired = reading.desired;
      changed = true;
      emit({ type: "source.changed", owners: desired.owners });
    } catch (error) {
      if (!signal.aborted)
        emit({ type: "source.failed", error: errorToData(error), keeping: desired !== undefined });
    }
  }

  return {
    dueMs: () => (isReading ? Number.POSITIVE_INFINITY : dueMs),
    readWhenDue() {
      if (isReading || clock.nowMs() < dueMs) return;
      isReading = true;
      // From the beginning of the read: a slow source does not stretch the interval.
      dueMs = clock.nowMs() + intervalMs;
      void readOnce().then(() => {
        isReading = false;
        onRead();
      });
    },
    readNow() {
      // While it is being read, it is read again after that.
      dueMs = clock.nowMs();
    },
    desired: () => desired,
    takeChange() {
      const taken = changed;
      changed = false;
      return taken;
    },
  };
}
