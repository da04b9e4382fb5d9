import { createHash } from "node:crypto";
import { type Owner, ownerKey } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { connectionError } from "../engine/faults/connection-error.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { listVolumes } from "../observe/volumes.ts";
import { type Claim, claimLabels, claimsOf, isDead, lockLabels } from "./claim.ts";
import type { ProcessIdentity } from "./process-identity.ts";

/** What one process does with the volumes of one owner's lock, under a token of its own. */
export interface ClaimVolumes {
  readonly token: string;
  claim(): Promise<void>;
  /** @param number counts up, so that each sign of life is a new volume, with a new time */
  showLife(number: number): Promise<void>;
  /** Removes everything under the token. */
  withdraw(): Promise<void>;
  /** The claim of this token, and those of others behind which there is somebody. What the dead left is removed. */
  look(): Promise<{ readonly mine: Claim | undefined; readonly others: readonly Claim[] }>;
}

export interface ClaimContext {
  readonly client: EngineClient;
  readonly owner: Owner;
  readonly token: string;
  readonly self: ProcessIdentity;
}

export function claimVolumes({ client, owner, token, self }: ClaimContext): ClaimVolumes {
  const name = `hashike-lock-${createHash("sha256").update(ownerKey(owner)).digest("hex").slice(0, 24)}-${token}`;
  const create = (Name: string, Labels: object) =>
    inTime(client, (signal) =>
      client.post("/volumes/create", { body: { Name, Driver: "local", Labels }, signal }),
    );
  const remove = async (names: readonly string[]) => {
    for (const volume of names) await removeVolume(client, volume);
  };
  const list = async () =>
    claimsOf(await inTime(client, (signal) => listVolumes(client, { labels: lockLabels(owner), signal })));
  return {
    token,
    claim: () => create(name, claimLabels(owner, token, self, "claim")),
    showLife: async (number) => {
      await create(`${name}-${number}`, claimLabels(owner, token, self, "alive"));
      if (number > 1) await removeVolume(client, `${name}-${number - 1}`);
    },
    withdraw: async () => {
      const mine = (await list()).find((claim) => claim.token === token);
      await remove(mine?.volumeNames ?? []);
    },
    look: async () => {
      const claims = await list();
      const now = client.nowSeconds();
      const others: Claim[] = [];
      for (const claim of claims) {
        if (claim.token === token) continue;
        if (isDead(claim, self, now)) await remove(claim.volumeNames);
        else if (claim.isMade) others.push(claim);
      }
      return {
        mine: claims.find((claim) => claim.token === token && claim.isMade),
        others,
      };
    },
  };
}

/**
 * A lock must be known to be lost before others take it over: an engine that hangs may not hold it up.
 * @throws HashikeError `DRIVER_ENGINE_UNREACHABLE` when it takes too long
 */
async function inTime<T>({ endpoint }: EngineClient, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(5000);
  try {
    return await call(signal);
  } catch (error) {
    throw error === signal.reason ? connectionError(error, endpoint) : error;
  }
}

async function removeVolume(client: EngineClient, name: string): Promise<void> {
  try {
    await inTime(client, (signal) => client.delete(`/volumes/${encodeURIComponent(name)}`, { signal }));
  } catch (error) {
    // Others clear up, too; one that somebody has mounted stays.
    const status = engineStatus(error);
    if (status !== 404 && status !== 409) throw error;
  }
}
