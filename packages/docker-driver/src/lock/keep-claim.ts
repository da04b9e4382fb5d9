import type { Clock } from "../execute/clock.ts";
import type { Claim } from "./claim.ts";
import type { ClaimVolumes } from "./claim-volumes.ts";

const beatMs = 15_000;
const retryMs = 5000;
/** Well before others take it for dead, with the time that a last try may hang. */
const lostAfterMs = 40_000;

export interface KeptClaim {
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface KeepOptions {
  readonly clock: Clock;
  /** @returns what {@link KeptClaim.lost} aborts with. `undefined`: the engine does not answer */
  readonly lostTo: (other: Claim | undefined) => Error;
}

/** Shows signs of life until the claim is released, and finds out when it is lost. */
export function keepClaim(volumes: ClaimVolumes, { clock, lostTo }: KeepOptions): KeptClaim {
  const stop = new AbortController();
  const lost = new AbortController();
  const beating = beat();

  async function beat(): Promise<void> {
    let number = 1;
    let aliveMs = clock.now();
    let waitMs = beatMs;
    while (await hasPassed(clock, waitMs, stop.signal)) {
      const begunMs = clock.now();
      try {
        const other = await takenBy(volumes);
        if (other !== undefined) return lost.abort(lostTo(other));
        number += 1;
        await volumes.showLife(number);
        aliveMs = begunMs;
        waitMs = beatMs;
      } catch {
        if (clock.now() - aliveMs >= lostAfterMs) return lost.abort(lostTo(undefined));
        waitMs = retryMs;
      }
    }
  }

  return {
    lost: lost.signal,
    release: async () => {
      stop.abort();
      // A sign of life that is under way would outlive the claim.
      await beating;
      await volumes.withdraw().catch(() => {
        // An engine that is gone: without signs of life it ends by itself.
      });
    },
  };
}

/**
 * A claim may be gone without anybody having the lock: `docker volume prune` takes it for a volume that nobody uses.
 * Then it is made again, and counts unless somebody else has come.
 */
async function takenBy(volumes: ClaimVolumes): Promise<Claim | undefined> {
  if ((await volumes.look()).mine !== undefined) return undefined;
  await volumes.claim();
  const [other] = (await volumes.look()).others;
  if (other !== undefined) await volumes.withdraw();
  return other;
}

async function hasPassed(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return !signal.aborted;
  } catch {
    return false;
  }
}
