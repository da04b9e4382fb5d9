import { isHashikeError } from "../errors.ts";
import { isUp, type MemoryContainer, type MemoryEngine, startProcess } from "./memory-engine.ts";

export interface EngineRestart {
  /** What runs goes on running meanwhile, as with Docker's `live-restore`. Default: all ends, as at a reboot. */
  readonly keepsRunning?: boolean;
  /** It also starts what was created and never started. Default: as Docker, it does not. */
  readonly startsCreated?: boolean;
}

/**
 * Ends the engine and starts it again. What its restart policy asks for is started: `Always` whatever it did before,
 * also when somebody stopped it; `UnlessStopped` but then; `OnFailure` when it did not end with 0. One whose port or network is had by another
 * one, or gone, stays down.
 */
export function restartEngine(engine: MemoryEngine, how: EngineRestart = {}): void {
  const containers = [...engine.containers.values()];
  const stopped = new Set(containers.filter(({ state }) => state === "exited"));
  if (how.keepsRunning !== true) {
    for (const container of containers) {
      // It had no time to end by itself, as in a power cut.
      if (isUp(container)) Object.assign(container, { state: "exited", exitCode: 255 });
    }
  }
  for (const container of containers) {
    if (isStarted(container, stopped.has(container), how)) tryStart(engine, container);
  }
}

function isStarted(
  { spec, settings, state, exitCode }: MemoryContainer,
  wasStopped: boolean,
  how: EngineRestart,
): boolean {
  // The strangers of a test are always up.
  if (spec === undefined) return state === "exited";
  if (state === "created" && how.startsCreated !== true) return false;
  const { role, restartPolicy } = settings ?? spec;
  if (restartPolicy === "Never") return false;
  if (restartPolicy === "UnlessStopped" && wasStopped) return false;
  return restartPolicy === "OnFailure" || role === "init" ? exitCode !== 0 : true;
}

function tryStart(engine: MemoryEngine, container: MemoryContainer): void {
  if (isUp(container)) return;
  try {
    startProcess(engine, container);
  } catch (error) {
    if (!isHashikeError(error)) throw error;
  }
}
