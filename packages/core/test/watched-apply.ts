import { apply } from "../src/apply/apply.ts";
import type { ApplyResult } from "../src/apply/event.ts";
import type { ContainerSpec, DesiredState } from "../src/desired/desired-state.ts";
import { candidateSuffix, retiredSuffix } from "../src/observed/container-names.ts";
import { plan } from "../src/plan/plan.ts";
import type { Plan, PlanOptions } from "../src/plan/plan-types.ts";
import type { Action } from "../src/plan/steps/action.ts";
import { formatPlan } from "../src/plan/steps/format-plan.ts";
import {
  createFaultyDriver,
  createMemoryDriver,
  type Fault,
  type MemoryContainer,
  type MemoryEngine,
} from "../src/testing/index.ts";
import type { History } from "./histories.ts";

/** How an apply goes wrong. */
export interface Mishap {
  readonly crashAfter?: number;
  readonly faults?: ReadonlyMap<number, Fault>;
  /** It is stopped while this call is under way. */
  readonly abortAt?: number;
}

export interface Watched {
  readonly made: Plan;
  readonly result: ApplyResult;
  readonly calls: number;
  /** The numbers of those calls in the middle of which nobody has the host ports of a container. */
  readonly switches: readonly number[];
  /** What happened that must never happen, with the action after which it was seen. */
  readonly wrong: readonly string[];
  /** The containers that are there then, in words. */
  readonly standing: readonly string[];
}

/** Applies what is wanted, and looks at the engine after every call that reached it. */
export async function watchedApply(
  engine: MemoryEngine,
  past: History,
  mishap: Mishap = {},
  options: PlanOptions = {},
): Promise<Watched> {
  const excused = new Set<string>();
  let begun = 0;
  const memory = createMemoryDriver({
    engine,
    beforeExecute: async (action) => {
      const turns = past.turns[begun++ % past.turns.length] ?? 0;
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      if (goesBack(action)) excused.add(action.target.name);
    },
  });
  const made = plan(past.after, await memory.observe(past.after), {
    atomic: past.atomic,
    allowDestroy: true,
    ...options,
  });
  const stop = new AbortController();
  const wrong: string[] = [];
  const switches: number[] = [];
  const served = servedNames(
    engine,
    past.after,
    (c) => !isUndecided(engine, c) && !isBesidePaused(engine, c),
  );
  const others = othersOf(engine);
  const volumes = [...engine.volumes.keys()].filter((name) => !isOfCandidate(engine, name));
  for (const { rollout, target } of made.changes) {
    if (rollout?.rung === "stop-first") excused.add(target.name);
  }
  const driver = createFaultyDriver(memory, {
    ...mishap,
    afterExecute: (action: Action) => {
      if (action.type === "container.switch") switches.push(driver.calls - 1);
      if (driver.calls > (mishap.abortAt ?? Number.POSITIVE_INFINITY)) stop.abort();
      const out = served.filter((name) => !excused.has(name) && !isCovered(engine, name));
      for (const name of out) wrong.push(`after ${action.id}, nobody serves as ${name}`);
      for (const name of twoWriters(engine))
        wrong.push(`after ${action.id}, two write to volumes of ${name}`);
      if (othersOf(engine) !== others) wrong.push(`${action.id} touched what is not ours`);
      for (const name of volumes.filter((v) => !engine.volumes.has(v))) wrong.push(`volume ${name} is gone`);
    },
  });
  const result = await apply(made, driver, { concurrency: past.concurrency, signal: stop.signal });
  return { made, result, calls: driver.calls, switches, wrong, standing: standing(engine) };
}

/** Made for one that never served, or goes with what it wrote: a candidate by its name, or newer than another of its spec. */
function isOfCandidate(engine: MemoryEngine, volume: string): boolean {
  const maker = engine.containers.get(engine.volumes.get(volume)?.madeFor ?? "");
  if (maker === undefined) return false;
  if (maker.name.endsWith(candidateSuffix)) return true;
  return [...engine.containers.values()].some(
    (c) =>
      (c.specName === maker.specName || c.name === maker.specName + retiredSuffix) &&
      c.createdAtSeconds < maker.createdAtSeconds,
  );
}

/** To a retired one. */
function goesBack({ id, target }: Action): boolean {
  return id === `container.stop/${target.name}:back`;
}

/** The wanted containers that are there and do their work now. */
export function servedNames(
  engine: MemoryEngine,
  wanted: DesiredState,
  counts: (container: MemoryContainer) => boolean = () => true,
): readonly string[] {
  return wanted.containers
    .filter((spec) => spec.role !== "init")
    .map((spec) => spec.name)
    .filter((name) => containersOf(engine, name).some((c) => serves(engine, c) && counts(c)));
}

/** The wanted containers that are there and run, or are to: what hands paused, or removed, is not to. */
export function toRunNames(engine: MemoryEngine, wanted: DesiredState): readonly string[] {
  return namesOf(engine, wanted, ({ state, settings, spec }) => {
    const isToStayDown = (settings ?? spec)?.restartPolicy === "UnlessStopped";
    return state === "running" || (state === "exited" && !isToStayDown);
  });
}

/** The wanted containers that run. */
export function runningNames(engine: MemoryEngine, wanted: DesiredState): readonly string[] {
  return namesOf(engine, wanted, isUp);
}

function namesOf(
  engine: MemoryEngine,
  wanted: DesiredState,
  counts: (container: MemoryContainer) => boolean,
): readonly string[] {
  return wanted.containers
    .filter((spec) => spec.role !== "init")
    .map((spec) => spec.name)
    .filter((name) => containersOf(engine, name).some((c) => c.name === name && counts(c)));
}

/**
 * Whether it has a host port that an old container of another one is to have back, if it comes to that: an apply was cut
 * off when it had just passed. Such a one may go again, also if the one before it was down.
 */
function isUndecided(engine: MemoryEngine, { specName, ports }: MemoryContainer): boolean {
  return [...engine.containers.values()].some(
    (other) =>
      other.specName !== specName &&
      !other.name.endsWith(candidateSuffix) &&
      other.ports.some((a) => ports.some((b) => a.hostPort === b.hostPort && a.protocol === b.protocol)),
  );
}

/** Whether its pod may go back to a sandbox in which a hand had paused the one before it. */
function isBesidePaused(engine: MemoryEngine, { specName, sandboxId }: MemoryContainer): boolean {
  if (sandboxId === undefined) return false;
  return [...engine.containers.values()].some((c) => c.specName === specName && c.state === "paused");
}

/** Whether somebody serves, or is ready to, in the moment in which it takes over. */
function isCovered(engine: MemoryEngine, name: string): boolean {
  return containersOf(engine, name).some((c) => serves(engine, c) || isReady(engine, c));
}

/** A candidate may be on the networks as well, but nobody looks for it there. */
function serves(engine: MemoryEngine, container: MemoryContainer): boolean {
  if (container.name.endsWith(candidateSuffix)) return false;
  const sandbox = engine.containers.get(container.sandboxId ?? "");
  if (sandbox !== undefined) {
    const { startedAtSeconds = 0 } = container;
    return (
      startedAtSeconds >= (sandbox.startedAtSeconds ?? 0) &&
      serves(engine, sandbox) &&
      isReady(engine, container)
    );
  }
  const isReached = container.networks.some((n) => engine.networks.get(n.network)?.isPark === false);
  return isReached && container.isWithoutPorts !== true && isReady(engine, container);
}

function isReady(engine: MemoryEngine, container: MemoryContainer): boolean {
  return (
    isUp(container) && (container.spec === undefined || engine.behave(container.spec).readiness !== "never")
  );
}

function isUp({ state }: MemoryContainer): boolean {
  return state === "running";
}

function containersOf(engine: MemoryEngine, specName: string): readonly MemoryContainer[] {
  return [...engine.containers.values()].filter((c) => c.specName === specName);
}

/** Containers of which an older and a newer one run with the same data, which the newer one does not share. */
export function twoWriters(engine: MemoryEngine): readonly string[] {
  const up = [...engine.containers.values()].filter((c) => c.spec !== undefined && isUp(c));
  return up.flatMap((newer) => {
    const exclusive = (newer.spec?.mounts ?? []).filter((m) => !m.readOnly && m.shareable !== true);
    const isBeside = up.some(
      (older) =>
        older.specName === newer.specName &&
        older.createdAtSeconds < newer.createdAtSeconds &&
        older.spec?.mounts.some((m) => !m.readOnly && exclusive.some((own) => sameVolume(own, m))),
    );
    return isBeside ? [newer.specName ?? newer.name] : [];
  });
}

type Mount = ContainerSpec["mounts"][number];

function sameVolume(a: Mount, b: Mount): boolean {
  return a.type === "volume" && b.type === "volume" && a.volume === b.volume;
}

function othersOf(engine: MemoryEngine): string {
  return JSON.stringify([...engine.containers.values()].filter((c) => c.spec === undefined));
}

/** What is still to be done, as text: nothing when all is as wanted. */
export async function leftToDo(engine: MemoryEngine, wanted: DesiredState): Promise<string> {
  const observed = await createMemoryDriver({ engine }).observe(wanted);
  return formatPlan(plan(wanted, observed, { allowDestroy: true }));
}

/** What must not be there when an apply has come to its end. */
export function leftovers(engine: MemoryEngine, wanted: DesiredState): readonly string[] {
  const names = new Set(wanted.containers.map((c) => c.name));
  const containers = [...engine.containers.values()].filter(
    (c) => c.spec !== undefined && !names.has(c.name),
  );
  const parks = [...engine.networks].filter(([, network]) => network.isPark);
  return [...containers.map((c) => c.name), ...parks.map(([name]) => name)];
}

/** What applies did, and what was there after each, for the message of a property that does not hold. */
export function tell(...applies: readonly Watched[]): string {
  return applies
    .flatMap(({ made, result, standing }) => [
      formatPlan(made),
      ...result.failed.map((f) => `${f.actionId}: ${f.error.message}`),
      `undone: ${result.undone.map((u) => u.actionId + (u.error === undefined ? "" : " (failed)"))}`,
      ...standing,
    ])
    .join("\n");
}

export function standing(engine: MemoryEngine): readonly string[] {
  return [...engine.containers.values()].map((c) => {
    const networks = c.networks.map((n) => n.network).join(", ");
    const pod = c.sandboxId === undefined ? "" : ` in ${c.sandboxId}`;
    return `${c.name} (${c.id}, of ${c.specName}) ${c.state}${pod} on ${networks}, ports ${c.ports.map((p) => p.hostPort)}${c.isWithoutPorts === true ? " (not held)" : ""}`;
  });
}
