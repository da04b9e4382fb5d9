import { onTestFinished } from "vitest";
import type { ContainerSpec, SourceReading, WatchCause, WatchEvent, WatchOptions } from "../src/index.ts";
import { watch } from "../src/index.ts";
import {
  createMemoryDriver,
  desiredState,
  type EventfulDriver,
  type MemoryDriverOptions,
  withMemoryEvents,
} from "../src/testing/index.ts";
import { createSimulatedClock, type SimulatedClock } from "./simulated-clock.ts";

export interface RunningWatch {
  readonly clock: SimulatedClock;
  readonly driver: EventfulDriver;
  /** Everything told so far. */
  readonly events: WatchEvent[];
  /** How often the source was read. */
  reads(): number;
  /** What the source has from now on. */
  source(reading: readonly ContainerSpec[] | Error): void;
  readNow(): void;
  /** What was told of one type, since the last call of this. */
  took<T extends WatchEvent["type"]>(type: T): readonly Extract<WatchEvent, { type: T }>[];
  /** Why each cycle since the last call of this looked. */
  causes(): readonly (readonly WatchCause["kind"][])[];
  states(): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface StartWatchOptions extends MemoryDriverOptions {
  readonly more?: Partial<WatchOptions>;
  /** Parts of the driver that are to be otherwise; `undefined` where it lacks them. */
  readonly driver?: Partial<Record<"events" | "lock" | "probe" | "restart", undefined>>;
}

/** A watch on an in-memory engine, under a clock that the test moves. It ends with the test. */
export async function startWatch(
  first: readonly ContainerSpec[] | Error,
  { more = {}, driver: lacking = {}, ...memory }: StartWatchOptions = {},
): Promise<RunningWatch> {
  const clock = createSimulatedClock();
  const driver: EventfulDriver = Object.assign(withMemoryEvents(createMemoryDriver(memory)), lacking);
  for (const image of ["app:1", "app:2"])
    driver.engine.remotes.set(image, { status: "current", digest: `sha256:${image}` });
  const controller = new AbortController();
  const events: WatchEvent[] = [];
  let current = first instanceof Error ? first : desiredState(first);
  let last: unknown;
  let reads = 0;
  let readNow = () => {};
  const seen = new Map<string, number>();

  const done = watch({
    driver,
    clock,
    signal: controller.signal,
    onEvent: (event) => events.push(event),
    exposeReadNow: (it) => {
      readNow = it;
    },
    read: async (): Promise<SourceReading> => {
      reads += 1;
      if (current instanceof Error) throw current;
      if (current === last) return { kind: "unchanged" };
      last = current;
      return { kind: "desired", desired: current };
    },
    ...more,
  });
  const stop = async () => {
    controller.abort();
    await done;
  };
  onTestFinished(stop);
  await clock.settle();

  const since = (name: string) => {
    const from = seen.get(name) ?? 0;
    seen.set(name, events.length);
    return events.slice(from);
  };
  return {
    clock,
    driver,
    events,
    stop,
    reads: () => reads,
    source(reading) {
      current = reading instanceof Error ? reading : desiredState(reading);
    },
    readNow: () => readNow(),
    took: <T extends WatchEvent["type"]>(type: T) =>
      since(type).filter((e): e is Extract<WatchEvent, { type: T }> => e.type === type),
    causes: () =>
      since("causes").flatMap((e) => (e.type === "cycle.started" ? [e.because.map((c) => c.kind)] : [])),
    states: () => Object.fromEntries([...driver.engine.containers.values()].map((c) => [c.name, c.state])),
  };
}
