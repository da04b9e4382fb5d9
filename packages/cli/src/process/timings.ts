/**
 * What a command spends its time on, in the order in which it comes:
 * `start`: Node itself, until the command's first line; `load`: our modules and the driver's; `read`: the texts;
 * `parse`: manifests and desired state; `observe`: the engine, and the registries asked by it; `plan`; `apply`.
 */
const stages = ["start", "load", "read", "parse", "observe", "plan", "apply"] as const;

export type Stage = (typeof stages)[number];

/** Milliseconds, to a tenth. Stages that a command does not have are absent. */
export type TimingsData = Readonly<Partial<Record<Stage, number>>>;

export interface Timings {
  add(stage: Stage, ms: number): void;
  /** Does something that belongs to a stage; what it throws is passed on. */
  measure<T>(stage: Stage, work: () => T): T;
  measureAsync<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  data(): TimingsData;
}

/** @param clock milliseconds from any moment on */
export function createTimings(clock: () => number): Timings {
  const spent = new Map<Stage, number>();
  const add = (stage: Stage, ms: number) => void spent.set(stage, (spent.get(stage) ?? 0) + ms);
  return {
    add,
    measure(stage, work) {
      const begin = clock();
      try {
        return work();
      } finally {
        add(stage, clock() - begin);
      }
    },
    async measureAsync(stage, work) {
      const begin = clock();
      try {
        return await work();
      } finally {
        add(stage, clock() - begin);
      }
    },
    data: () =>
      Object.fromEntries(
        stages.flatMap((stage) => {
          const ms = spent.get(stage);
          return ms === undefined ? [] : [[stage, Math.round(ms * 10) / 10] as const];
        }),
      ),
  };
}

/** `start 40 ms, load 12.5 ms` */
export function timingsText(timings: TimingsData): string {
  return Object.entries(timings)
    .map(([stage, ms]) => `${stage} ${ms} ms`)
    .join(", ");
}
