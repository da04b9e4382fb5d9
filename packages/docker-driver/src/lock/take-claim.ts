import type { Clock } from "../execute/clock.ts";
import { type Claim, isBefore } from "./claim.ts";
import type { ClaimVolumes } from "./claim-volumes.ts";

/** How long the first of several that try at once waits for the others to step back. */
const graceMs = 3000;
const betweenLooksMs = 50;

/**
 * Tries once to get a lock: claims it, then looks who else does. Whoever sees nobody else has it. Of two, the one
 * whose claim came later sees the other's, so they never both have it. Of several that only try, the first in order
 * stays and the others step back, so they do not all give up.
 * @returns who has it, when it is somebody else
 */
export async function takeClaim(
  volumes: ClaimVolumes,
  clock: Clock,
  signal: AbortSignal,
): Promise<Claim | undefined> {
  const before = (await volumes.look()).others.find(({ isHeld }) => isHeld);
  // Nothing is written on the engine while somebody has it.
  if (before !== undefined) return before;
  try {
    await volumes.claim();
    const endMs = clock.now() + graceMs;
    for (;;) {
      const { mine, others } = await volumes.look();
      const [first] = others;
      if (mine === undefined) {
        // Pruned, or taken for dead: what was seen without it counts for nothing.
        await volumes.claim();
      } else if (first === undefined) {
        await volumes.showLife(1);
        return undefined;
      } else {
        const holder = others.find(({ isHeld }) => isHeld);
        if (holder !== undefined || isBefore(first, mine) || clock.now() >= endMs) {
          await volumes.withdraw();
          return holder ?? first;
        }
      }
      await clock.sleep(betweenLooksMs, signal);
    }
  } catch (error) {
    await volumes.withdraw().catch(() => {
      // Whoever comes next finds that nobody stands behind it.
    });
    throw error;
  }
}
