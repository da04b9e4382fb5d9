import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  HashikeError,
  type Lock,
  type LockHolder,
  type LockOptions,
  type Owner,
  ownerKey,
} from "@hashike/core";
import { printable } from "../connect/printable.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { type Clock, systemClock } from "../execute/clock.ts";
import { engineFailure } from "../execute/failures/engine-failure.ts";
import type { Claim } from "./claim.ts";
import { claimVolumes } from "./claim-volumes.ts";
import { type KeptClaim, keepClaim } from "./keep-claim.ts";
import { type ProcessIdentity, thisProcess } from "./process-identity.ts";
import { takeClaim } from "./take-claim.ts";

/** What tests put in place of the real thing. */
export interface LockSeams {
  readonly self?: ProcessIdentity;
  /** For signs of life. */
  readonly heartbeat?: Clock;
}

/** Does not keep a process from ending: a lock dies with its holder. */
const heartbeatClock: Clock = {
  now: systemClock.now,
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal, ref: false });
  },
};

const firstPauseMs = 100;
const longestPauseMs = 1000;

/**
 * Locks are the labels of empty volumes: docs/decisions/0014-notes-and-locks-on-the-engine.md says why. Owners are
 * locked in sorted order, so that two who want the same ones do not wait for each other.
 */
export async function lockOwners(
  client: EngineClient,
  owners: readonly Owner[],
  options: LockOptions,
  { self = thisProcess(), heartbeat = heartbeatClock }: LockSeams,
): Promise<Lock> {
  const wanted = [...new Map(owners.map((owner) => [ownerKey(owner), owner]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const endMs = systemClock.now() + options.waitSeconds * 1000;
  const signal = options.signal ?? new AbortController().signal;
  let hasTold = false;
  const tellOnce = (holder: LockHolder) => {
    if (!hasTold) options.onWait?.(holder);
    hasTold = true;
  };
  const kept: KeptClaim[] = [];
  const release = async () => {
    for (const claim of kept.splice(0).reverse()) await claim.release();
  };
  try {
    for (const [, owner] of wanted)
      kept.push(await lockOwner({ client, owner, self, heartbeat, endMs, signal, tellOnce }));
  } catch (error) {
    await release();
    if (signal.aborted) throw signal.reason;
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", "cannot lock for an apply");
  }
  return { lost: AbortSignal.any(kept.map(({ lost }) => lost)), release };
}

interface Wanted {
  readonly client: EngineClient;
  readonly owner: Owner;
  readonly self: ProcessIdentity;
  readonly heartbeat: Clock;
  readonly endMs: number;
  readonly signal: AbortSignal;
  readonly tellOnce: (holder: LockHolder) => void;
}

async function lockOwner({
  client,
  owner,
  self,
  heartbeat,
  endMs,
  signal,
  tellOnce,
}: Wanted): Promise<KeptClaim> {
  const lostTo = (other: Claim | undefined) => lockLost(owner, other);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    signal.throwIfAborted();
    // A token for each try: one that was stepped back from may still be seen by others for a moment.
    const volumes = claimVolumes({ client, owner, token: randomUUID(), self });
    const other = await takeClaim(volumes, systemClock, signal);
    if (other === undefined) return keepClaim(volumes, { clock: heartbeat, lostTo });
    const holder = describeHolder(other, client.nowSeconds());
    const leftMs = endMs - systemClock.now();
    if (leftMs <= 0) throw lockHeld(owner, holder);
    tellOnce(holder);
    await systemClock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}

function describeHolder({ holder, sinceSeconds }: Claim, nowSeconds: number): LockHolder {
  const description =
    holder === undefined ? "another process" : `${printable(holder.host)}, process ${holder.pid}`;
  return { description, sinceSeconds: sinceSeconds ?? nowSeconds };
}

function lockHeld(owner: Owner, { description, sinceSeconds }: LockHolder): HashikeError {
  const since = new Date(sinceSeconds * 1000).toISOString().replace(".000", "");
  return new HashikeError(
    "LOCK_HELD",
    `${ownerKey(owner)} is being applied by ${description}, since ${since}`,
    {
      hint: "wait until it is done, e.g. with --lock-timeout 5m",
    },
  );
}

function lockLost(owner: Owner, other: Claim | undefined): HashikeError {
  const why =
    other === undefined
      ? "the engine does not answer"
      : `it was taken over by ${describeHolder(other, 0).description}`;
  return new HashikeError("LOCK_HELD", `the lock of ${ownerKey(owner)} is lost: ${why}`, {
    hint: "apply again",
  });
}
