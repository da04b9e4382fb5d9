import type { Driver } from "../apply/driver.ts";
import { canonicalJson } from "../desired/canonical-json.ts";
import { type DesiredState, type Owner, ownerKey, type ProbesSpec } from "../desired/desired-state.ts";
import { errorToData } from "../errors.ts";
import type { ObservedContainer, ObservedState } from "../observed/observed-state.ts";
import { type LinkedSignal, linkSignals } from "./link-signals.ts";
import { supervise, type Verdict } from "./supervise.ts";
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

interface Supervised {
  readonly container: ObservedContainer;
  readonly owner: Owner;
  readonly probes: ProbesSpec;
  readonly secrets: Readonly<Record<string, string>>;
  readonly link: LinkedSignal;
  isRestarting: boolean;
  done: Promise<void>;
}

export function createLiveness(options: LivenessOptions): Liveness {
  const { driver, clock, emit } = options;
  const probe = driver.probe?.bind(driver);
  /** By container id; never more than are wanted. */
  const supervised = new Map<string, Supervised>();
  const restarts = new Set<Promise<void>>();
  let held = false;

  function begin(wanted: Omit<Supervised, "link" | "isRestarting" | "done">): void {
    const one: Supervised = {
      ...wanted,
      link: linkSignals(options.signal),
      isRestarting: false,
      done: Promise.resolve(),
    };
    supervised.set(wanted.container.id, one);
    one.done = keepAlive(one).finally(one.link.unlink);
  }

  function end(id: string): void {
    supervised.get(id)?.link.abort();
    supervised.delete(id);
  }

  /** From one start of the process to its restart, and so on. */
  async function keepAlive(one: Supervised): Promise<void> {
    const { signal } = one.link;
    if (probe === undefined) return;
    while (!signal.aborted) {
      const { container, probes, secrets } = one;
      const about = { container: container.name, containerId: container.id };
      const verdict: Verdict = await supervise({ container, probes, probe, secrets, clock, signal });
      if (verdict.kind === "over" || signal.aborted) return;
      if (verdict.kind === "unknown") {
        emit({ type: "liveness.unknown", reason: verdict.reason, ...about });
        return;
      }
      emit({ type: "liveness.failed", probe: verdict.probe, reason: verdict.reason, ...about });
      // Under an apply it may be about to go; when not, it is asked again from the beginning.
      if (!held) await tracked(restartOne(one));
    }
  }

  async function tracked(work: Promise<void>): Promise<void> {
    restarts.add(work);
    await work.finally(() => restarts.delete(work));
  }

  async function restartOne(one: Supervised): Promise<void> {
    const { container, owner } = one;
    const about = { container: container.name, containerId: container.id };
    const { signal } = options;
    one.isRestarting = true;
    try {
      const lock = await driver.lock?.([owner], { waitSeconds: 0, signal });
      try {
        await driver.restart?.(container, { signal });
      } finally {
        await lock?.release().catch(() => {});
      }
      emit({ type: "liveness.restarted", ...about });
    } catch (error) {
      if (!signal.aborted) emit({ type: "liveness.restartFailed", error: errorToData(error), ...about });
    } finally {
      one.isRestarting = false;
    }
  }

  return {
    follow(desired, observed) {
      if (probe === undefined || driver.restart === undefined) return;
      const kept = new Set<string>();
      for (const { name, owner, probes } of desired.containers) {
        // One under another name is on its way in or out.
        const container = observed.containers.find((c) => c.name === name && belongsTo(c, owner));
        if (probes.liveness === undefined || container?.state !== "running") continue;
        kept.add(container.id);
        const before = supervised.get(container.id);
        if (before !== undefined && canonicalJson(before.probes) === canonicalJson(probes)) continue;
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
  return ownership.kind === "owned" && ownerKey(ownership.owner) === ownerKey(owner);
}
