/** How many pods change at once, and how many more or less than wanted there may be meanwhile. */
export interface RollingLimits {
  /** A number, or a share of all pods: `25%`. */
  readonly maxSurge?: string | undefined;
  readonly maxUnavailable?: string | undefined;
}

/**
 * Limits as numbers of pods. A share of more pods is rounded up, one of fewer down; where nothing is left of both, one pod may
 * be away. Source: kubernetes/kubernetes pkg/controller/deployment/util, ResolveFenceposts.
 */
export function resolveLimits(
  { maxSurge = "25%", maxUnavailable = "25%" }: RollingLimits,
  replicas: number,
): { readonly surge: number; readonly unavailable: number } {
  const surge = resolveLimit(maxSurge, replicas, Math.ceil);
  const unavailable = resolveLimit(maxUnavailable, replicas, Math.floor);
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** @param round of a share that is no whole number of pods */
export function resolveLimit(limit: string, replicas: number, round: (share: number) => number): number {
  return limit.endsWith("%") ? round((Number(limit.slice(0, -1)) * replicas) / 100) : Number(limit);
}

/** Whether a limit is nothing, as a number or as a share. */
export function isZero(limit: string | undefined): boolean {
  return limit !== undefined && /^0+%?$/.test(limit);
}
