import { describe, expect, it } from "vitest";
import { type Claim, claimLabels, claimsOf, isDead } from "./claim.ts";
import { isRunning, type ProcessIdentity, thisProcess } from "./process-identity.ts";

const owner = { kind: "Hashike", namespace: "default", name: "shop" };
const self = thisProcess();
const far: ProcessIdentity = { host: "far", pid: 7, startedAt: "1", machine: "other" };

const volume = (token: string, part: "claim" | "alive", second: number, holder = far) => ({
  Name: `${token}-${part}-${second}`,
  Labels: claimLabels(owner, token, holder, part),
  CreatedAt: new Date(second * 1000).toISOString(),
});

describe("claims", () => {
  it("are in the order of their making, whatever the list's", () => {
    const listed = [
      volume("b", "alive", 31),
      volume("c", "claim", 12),
      volume("b", "claim", 12),
      volume("a", "claim", 13),
      volume("b", "alive", 16),
    ];
    const expected = [
      { token: "b", sinceSeconds: 12, isHeld: true, seenSeconds: 31 },
      { token: "c", sinceSeconds: 12, isHeld: false, seenSeconds: 12 },
      { token: "a", sinceSeconds: 13, isHeld: false, seenSeconds: 13 },
    ];
    expect(claimsOf(listed)).toMatchObject(expected);
    expect(claimsOf([...listed].reverse())).toMatchObject(expected);
    expect(claimsOf(listed)[0]?.volumeNames.at(-1)).toBe("b-claim-12");
  });

  it("are not made by signs of life alone, nor by other volumes", () => {
    expect(claimsOf([volume("a", "alive", 5)])).toMatchObject([{ isMade: false }]);
    expect(claimsOf([{ Name: "data", Labels: null }])).toEqual([]);
  });
});

describe("a claim", () => {
  const claim = (holder: ProcessIdentity, seenSeconds: number): Claim =>
    claimsOf([volume("a", "claim", seenSeconds, holder)])[0] as Claim;

  it("of a process elsewhere is dead a minute after its last sign of life", () => {
    expect(isDead(claim(far, 1000), self, 1060)).toBe(false);
    expect(isDead(claim(far, 1000), self, 1061)).toBe(true);
  });

  it("of a process here lives as long as the process, however long it is silent", () => {
    const parent = { ...self, pid: process.ppid };
    expect(isDead(claim({ ...self, pid: 2 ** 22 + 1 }, 1000), self, 1000)).toBe(true);
    expect(isDead(claim({ ...self, startedAt: "1" }, 1000), self, 1000)).toBe(true);
    expect(isRunning(self, self)).toBe(true);
    // Another process by its number now: it started at another time.
    expect(isDead(claim(parent, 1000), self, 1000)).toBe(true);
  });

  it("of this very process is dead when it shows no sign of life", () => {
    expect(isDead(claim(self, 1000), self, 1060)).toBe(false);
    expect(isDead(claim(self, 1000), self, 1061)).toBe(true);
  });

  it("of the same process number in another container is judged by its signs of life", () => {
    const namesake = { ...self, machine: `${self.machine} of another container` };
    expect(isDead(claim(namesake, 1000), self, 1001)).toBe(false);
  });

  it("that nobody can be asked about, nor has a time, is not taken for dead", () => {
    const [unknown] = claimsOf([
      { Name: "x", Labels: { ...volume("a", "claim", 1).Labels, "hashike.lock-holder": "{" } },
    ]);
    expect(unknown).toMatchObject({ isMade: true, isHeld: false });
    expect(isDead(unknown as Claim, self, 1e9)).toBe(false);
  });
});
