import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Clock } from "../execute/clock.ts";
import type { Claim } from "./claim.ts";
import type { ClaimVolumes } from "./claim-volumes.ts";
import { takeClaim } from "./take-claim.ts";

type Kept = { readonly sinceSeconds: number; isHeld: boolean };

/** The volumes of one lock, on an engine that answers whenever it likes. */
function store(answer: () => Promise<unknown>) {
  const kept = new Map<string, Kept>();
  let seconds = 0;
  const claimOf = ([token, { sinceSeconds, isHeld }]: [string, Kept]): Claim => ({
    token,
    holder: undefined,
    isMade: true,
    sinceSeconds,
    isHeld,
    volumeNames: [],
  });
  const byAge = (a: Claim, b: Claim) =>
    (a.sinceSeconds ?? 0) - (b.sinceSeconds ?? 0) || (a.token < b.token ? -1 : 1);
  /** What an engine does at some moment between being asked and having answered. */
  const call = async <T>(act: () => T): Promise<T> => {
    await answer();
    const result = act();
    await answer();
    return result;
  };
  return {
    kept,
    volumes: (token: string): ClaimVolumes => {
      return {
        token,
        // Two tries share a second: times are as coarse as the engine's.
        claim: () =>
          call(() => void kept.set(token, { sinceSeconds: Math.floor(seconds++ / 2), isHeld: false })),
        showLife: () =>
          call(() => {
            const mine = kept.get(token);
            if (mine !== undefined) mine.isHeld = true;
          }),
        withdraw: () => call(() => void kept.delete(token)),
        look: () =>
          call(() => {
            const claims = [...kept].map(claimOf).sort(byAge);
            return {
              mine: claims.find((claim) => claim.token === token),
              others: claims.filter((claim) => claim.token !== token),
            };
          }),
      };
    },
  };
}

const tokens = fc.uniqueArray(fc.stringMatching(/^[a-z]{4}$/), { minLength: 1, maxLength: 4 });
const never = new AbortController().signal;

describe("of several that try to get a lock", () => {
  it("exactly one gets it, in whatever order the engine answers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), tokens, async (scheduler, names) => {
        const clock: Clock = { now: () => 0, sleep: () => scheduler.schedule(Promise.resolve()) };
        const engine = store(() => scheduler.schedule(Promise.resolve()));
        const tries = names.map((name) => takeClaim(engine.volumes(name), clock, never));
        await scheduler.waitFor(Promise.all(tries));
        const winners = (await Promise.all(tries)).filter((other) => other === undefined);
        expect(winners).toHaveLength(1);
        expect([...engine.kept.values()]).toEqual([{ sinceSeconds: expect.any(Number), isHeld: true }]);
      }),
      { numRuns: 300 },
    );
  });

  it("none gets it while somebody has it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), tokens, async (scheduler, names) => {
        const clock: Clock = { now: () => 0, sleep: () => scheduler.schedule(Promise.resolve()) };
        const engine = store(() => scheduler.schedule(Promise.resolve()));
        engine.kept.set("held", { sinceSeconds: 0, isHeld: true });
        const tries = names.map((name) => takeClaim(engine.volumes(name), clock, never));
        await scheduler.waitFor(Promise.all(tries));
        for (const other of await Promise.all(tries)) expect(other?.token).toBe("held");
        expect([...engine.kept.keys()]).toEqual(["held"]);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a try", () => {
  it("gives up behind one that hangs, and leaves nothing", async () => {
    const engine = store(async () => {});
    engine.kept.set("zzzz", { sinceSeconds: 9, isHeld: false });
    let ms = 0;
    const clock: Clock = {
      now: () => ms,
      sleep: async (pauseMs) => {
        ms += pauseMs;
      },
    };
    expect((await takeClaim(engine.volumes("aaaa"), clock, never))?.token).toBe("zzzz");
    expect([...engine.kept.keys()]).toEqual(["zzzz"]);
  });

  it("claims again when its claim was pruned", async () => {
    const engine = store(async () => {});
    const volumes = engine.volumes("aaaa");
    let isPruned = false;
    const pruning: ClaimVolumes = {
      ...volumes,
      look: () => {
        if (!isPruned) isPruned = engine.kept.delete("aaaa");
        return volumes.look();
      },
    };
    const clock: Clock = { now: () => 0, sleep: async () => {} };
    expect(await takeClaim(pruning, clock, never)).toBeUndefined();
    expect(isPruned).toBe(true);
    expect(engine.kept.get("aaaa")?.isHeld).toBe(true);
  });
});
