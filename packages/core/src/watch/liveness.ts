import type { Driver } from "../apply/driver.ts";
import { canonicalJson } from "../desired/canonical-json.ts";
import { type DesiredState, isSameOwner, type Owner } from "../desired/desired-state.ts";
import type { ObservedContainer, ObservedState } from "../observed/observed-state.ts";
import { type KeepAliveOptions, type Kept, keepAlive } from "./keep-alive.ts";
import { type LinkedSignal, linkSignals } from "./link-signals.ts";
import { createRestartPace } from "./restart-pace.ts";
import type { WatchEvent } from "./watch-event.ts";
import type { Clock } from "./watch-options.ts";

/** Asks the liveness probes of everything that runs, and restarts what fails. */
export interface Liveness {
  /** Brings who is asked in line with what runs. */
  follow(desired: DesiredState, observed: ObservedState): void;
  /** The container's process is another one now. */
  beginAnew(containerId: string): void;
  /** Waits for restarts that are under way, then lets none begin until `release`: an apply is at work. */
  hold(): Promise<void>;
  release(): void;
  stop(): Promise<void>;
}

export interface LivenessOptions {
  readonly driver: Driver;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: (event: WatchEvent) => void;
}

interface Supervised extends Kept {
  readonly link: LinkedSignal;
  done: Promise<void>;
}

export function createLiveness(options: LivenessOptions): Liveness {
  const { driver } = options;
  /** By container id; never more than are wanted. */
  const supervised = new Map<string, Supervised>();
  const restarts = new Set<Promise<void>>();
  let held = false;

  const keeping: KeepAliveOptions = {
    ...options,
    pace: createRestartPace(),
    isHeld: () => held,
    async track(restart) {
      restarts.add(restart);
      await restart.finally(() => restarts.delete(restart));
    },
  };

  function begin({ container, owner, probes, secrets }: Omit<Kept, "signal" | "isRestarting">): void {
    const link = linkSignals(options.signal);
    const one: Supervised = {
      ...{ container, owner, probes, secrets, link, signal: link.signal },
      isRestarting: false,
      done: Promise.resolve(),
    };
    supervised.set(container.id, one);
    one.done = keepAlive(one, keeping).finally(link.unlink);
  }

  function end(id: string): void {
    supervised.get(id)?.link.abort();
    supervised.delete(id);
  }

  return {
    follow(desired, observed) {
      if (driver.probe === undefined || driver.restart === undefined) return;
      const kept = new Set<string>();
      for (const { name, owner, probes } of desired.containers) {
        // One under another name is on its way in or out.
        const container = observed.containers.find((c) => c.name === name && belongsTo(c, owner));
        if (probes.liveness === undefined || container?.state !== "running") continue;
        kept.add(container.id);
        const before = supervised.get(container.id);
        if (before !== undefined && canonicalJson(before.probes) === canonicalJson(probes)) {
          before.secrets = desired.secrets;
          continue;
        }
        end(container.id);
        begin({ container, owner, probes, secrets: desired.secrets });
      }
      for (const id of supervised.keys()) if (!kept.has(id)) end(id);
    },
    beginAnew(id) {
      const one = supervised.get(id);
      // A restart of ours begins anew by itself.
      if (one === undefined || one.isRestarting) return;
      end(id);
      begin(one);
    },
    async hold() {
      held = true;
      await Promise.all(restarts);
    },
    release() {
      held = false;
    },
    async stop() {
      const all = [...supervised.values()];
      for (const { container } of all) end(container.id);
      await Promise.all(all.map((one) => one.done));
    },
  };
}

function belongsTo({ ownership }: ObservedContainer, owner: Owner): boolean {
  return ownership.kind === "owned" && isSameOwner(ownership.owner, owner);
}
