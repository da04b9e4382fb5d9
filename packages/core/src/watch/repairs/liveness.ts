import type { Driver, EngineEvent } from "../../apply/driver.ts";
import { canonicalJson } from "../../desired/canonical-json.ts";
import { type DesiredState, isSameOwner, type Owner } from "../../desired/desired-state.ts";
import type { ObservedContainer, ObservedState } from "../../observed/observed-state.ts";
import { fateOf } from "../concerns.ts";
import { type LinkedSignal, linkSignals } from "../link-signals.ts";
import type { WatchEvent } from "../watch-event.ts";
import type { Clock } from "../watch-options.ts";
import { type KeepAliveOptions, type Kept, keepAlive } from "./keep-alive.ts";
import { createRestartPace } from "./restart-pace.ts";

/** Asks the liveness probes of everything that runs, and restarts what fails. */
export interface Liveness {
  /**
   * Brings who is asked in line with what runs.
   * @param isInDoubt whether the container may be another one by now: nothing is concluded of it then
   */
  follow(desired: DesiredState, observed: ObservedState, isInDoubt: (name: string) => boolean): void;
  /** What the engine tells between two looks: who is gone, or down, is asked no more; who starts is asked anew. */
  heed(event: EngineEvent): void;
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
}

export function createLiveness(options: LivenessOptions): Liveness {
  const { driver } = options;
  /** By container id; never more than are wanted. */
  const supervised = new Map<string, Supervised>();
  const restarts = new Set<Promise<void>>();
  /** Also of those that are asked no more, until a restart of theirs is over. */
  const open = new Set<Promise<void>>();
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
    };
    supervised.set(container.id, one);
    const done = keepAlive(one, keeping).finally(() => {
      link.unlink();
      open.delete(done);
    });
    open.add(done);
  }

  function end(id: string): void {
    supervised.get(id)?.link.abort();
    supervised.delete(id);
  }

  /** Goes on where nothing has changed. */
  function ask(wanted: Omit<Kept, "signal" | "isRestarting">): void {
    const before = supervised.get(wanted.container.id);
    if (before?.signal.aborted === false && canonicalJson(before.probes) === canonicalJson(wanted.probes)) {
      before.secrets = wanted.secrets;
      return;
    }
    end(wanted.container.id);
    begin(wanted);
  }

  return {
    follow(desired, observed, isInDoubt) {
      if (driver.probe === undefined || driver.restart === undefined) return;
      const kept = new Set<string>();
      for (const { name, owner, probes } of desired.containers) {
        if (probes.liveness === undefined || isInDoubt(name)) continue;
        const container = running(name, owner, observed);
        if (container === undefined) continue;
        kept.add(container.id);
        ask({ container, owner, probes, secrets: desired.secrets });
      }
      for (const [id, { container }] of supervised) if (!kept.has(id) && !isInDoubt(container.name)) end(id);
    },
    heed(event) {
      const id = event.container?.id ?? "";
      const one = supervised.get(id);
      if (one === undefined) return;
      const fate = fateOf(event);
      // One under another name is on its way out.
      const isRenamed = event.action === "rename" && event.container?.name !== one.container.name;
      if (fate === "gone" || isRenamed) end(id);
      // A restart of ours begins anew by itself.
      else if (one.isRestarting) return;
      else if (fate === "ended") one.link.abort();
      else if (fate === "began") {
        end(id);
        begin(one);
      }
    },
    async hold() {
      held = true;
      await Promise.all(restarts);
    },
    release() {
      held = false;
    },
    async stop() {
      for (const id of supervised.keys()) end(id);
      await Promise.all(open);
    },
  };
}

/** One under another name is on its way in or out. */
function running(name: string, owner: Owner, { containers }: ObservedState): ObservedContainer | undefined {
  const found = containers.find(
    (c) => c.name === name && c.ownership.kind === "owned" && isSameOwner(c.ownership.owner, owner),
  );
  return found?.state === "running" ? found : undefined;
}
