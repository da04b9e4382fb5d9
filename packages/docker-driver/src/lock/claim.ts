import type { Owner } from "@hashike/core";
import { type Labels, labelName, lockValue, ownerLabels } from "../labels.ts";
import type { ListedVolume } from "../observe/volumes.ts";
import { isRunning, isSameProcess, type ProcessIdentity } from "./process-identity.ts";

/** Who does not show a sign of life for so long is dead. */
export const deadAfterSeconds = 60;

/** What is on the engine of one try to get an owner's lock. */
export interface Claim {
  readonly token: string;
  readonly holder: ProcessIdentity | undefined;
  /** `false`: the volume that makes it is gone, and only signs of life are left. */
  readonly isMade: boolean;
  /** By the engine's clock; absent where the engine does not tell. */
  readonly sinceSeconds?: number;
  /** It has the lock, and says so again and again. */
  readonly isHeld: boolean;
  /** The last sign of life; absent where the engine does not tell. */
  readonly seenSeconds?: number;
  /** The volume that makes the claim comes last: the others must not outlive it. */
  readonly volumeNames: readonly string[];
}

type Part = "claim" | "alive";

export function lockLabels(owner: Owner): Labels {
  return { [labelName.hashike]: lockValue, ...ownerLabels(owner) };
}

export function claimLabels(owner: Owner, token: string, holder: ProcessIdentity, part: Part): Labels {
  return {
    ...lockLabels(owner),
    [labelName.lock]: token,
    [labelName.lockHolder]: JSON.stringify(holder),
    [labelName.role]: part,
  };
}

/**
 * The claims that volumes of one owner's lock make, earliest first. Everybody who looks at the same volumes sees the
 * same order.
 */
export function claimsOf(listed: readonly ListedVolume[]): readonly Claim[] {
  const byToken = new Map<string, ListedVolume[]>();
  for (const volume of listed) {
    const token = volume.Labels?.[labelName.lock];
    if (token) byToken.set(token, [...(byToken.get(token) ?? []), volume]);
  }
  return [...byToken].map(([token, volumes]) => claimOf(token, volumes)).sort(byAge);
}

function claimOf(token: string, volumes: readonly ListedVolume[]): Claim {
  const claim = volumes.find(({ Labels }) => Labels?.[labelName.role] === "claim");
  const rest = volumes.filter((volume) => volume !== claim);
  const sinceSeconds = claim === undefined ? undefined : createdSeconds(claim);
  const seen = volumes.map(createdSeconds).filter((seconds) => seconds !== undefined);
  return {
    token,
    isMade: claim !== undefined,
    holder: parseHolder(volumes[0]?.Labels?.[labelName.lockHolder]),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    isHeld: rest.length > 0,
    ...(seen.length === 0 ? {} : { seenSeconds: Math.max(...seen) }),
    volumeNames: [...rest, ...(claim === undefined ? [] : [claim])].map(({ Name }) => Name),
  };
}

export function isBefore(a: Claim, b: Claim): boolean {
  return byAge(a, b) < 0;
}

function byAge(a: Claim, b: Claim): number {
  const difference = (a.sinceSeconds ?? 0) - (b.sinceSeconds ?? 0);
  if (difference !== 0) return difference;
  return a.token < b.token ? -1 : 1;
}

/**
 * Whether nobody stands behind a claim any more. A process that can be asked about is believed; another one, and this
 * process itself, which may have failed to take a claim back, is judged by its signs of life.
 */
export function isDead({ holder, seenSeconds }: Claim, self: ProcessIdentity, nowSeconds: number): boolean {
  const runs = holder === undefined || isSameProcess(holder, self) ? undefined : isRunning(holder, self);
  if (runs !== undefined) return !runs;
  return seenSeconds !== undefined && nowSeconds - seenSeconds > deadAfterSeconds;
}

function createdSeconds({ CreatedAt }: ListedVolume): number | undefined {
  const ms = Date.parse(CreatedAt ?? "");
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000);
}

function parseHolder(text: string | undefined): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (typeof value !== "object" || value === null) return undefined;
    const { host, pid, startedAt, machine } = value as Readonly<Record<string, unknown>>;
    if (typeof host !== "string" || typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0)
      return undefined;
    return {
      host,
      pid,
      ...(typeof startedAt === "string" ? { startedAt } : {}),
      ...(typeof machine === "string" ? { machine } : {}),
    };
  } catch {
    return undefined;
  }
}
