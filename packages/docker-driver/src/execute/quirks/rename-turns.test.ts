import { describe, expect, it } from "vitest";
import { type ManualClock, manualClock } from "../../../test/support/manual-clock.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { type RenameTurns, renameTurns } from "./rename-turns.ts";

interface Tried {
  readonly turns: RenameTurns;
  readonly clock: ManualClock;
  /** What has been begun, in order. */
  readonly begun: readonly string[];
  /** How much had been begun, each time that the networks were asked for. */
  readonly lists: readonly number[];
  /** Work that ends when it is told to. */
  work(name: string): () => Promise<void>;
  /** @returns when nothing more is begun without another end */
  end(name: string): Promise<void>;
}

function tried(given: { readonly apiVersion?: string; readonly isRunning?: boolean } = {}): Tried {
  const begun: string[] = [];
  const lists: number[] = [];
  const ends = new Map<string, () => void>();
  const clock = manualClock();
  const client = {
    isPodman: false,
    atLeast: (version: string) => (given.apiVersion ?? "1.41") >= version,
    get: async (path: string) => {
      if (path === "/networks") lists.push(begun.length);
      return { State: { Running: given.isRunning ?? true } };
    },
  } as unknown as EngineClient;
  return {
    turns: renameTurns(client, clock),
    clock,
    begun,
    lists,
    work: (name) => () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, resolve));
    },
    end: async (name) => {
      ends.get(name)?.();
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("a rename", () => {
  it("waits for who leaves, and who is to leave waits for it", async () => {
    const { turns, begun, lists, work, end } = tried();
    void turns.leave(work("one leaves"));
    void turns.rename("web", work("rename"));
    void turns.leave(work("another leaves"));
    await settled();
    expect(begun).toEqual(["one leaves"]);
    await end("one leaves");
    expect(begun).toEqual(["one leaves", "rename"]);
    // After the departure, as the engine may have counted in the middle of it.
    expect(lists).toEqual([1]);
    await end("rename");
    expect(begun).toEqual(["one leaves", "rename", "another leaves"]);
  });

  it("that follows another at once comes before who is to leave", async () => {
    const { turns, begun, work, end } = tried();
    void turns.rename("old", work("retire")).then(() => turns.rename("new", work("promote")));
    void turns.leave(work("leave"));
    await settled();
    await end("retire");
    expect(begun).toEqual(["retire", "promote"]);
    await end("promote");
    expect(begun).toEqual(["retire", "promote", "leave"]);
  });

  it("does not keep anybody for ever, however many follow", async () => {
    const { turns, begun, work, end } = tried();
    const renameAgain = (): Promise<void> => turns.rename("web", work("rename")).then(renameAgain);
    void renameAgain();
    await settled();
    void turns.leave(work("leave"));
    for (let renamed = 0; renamed < 10; renamed += 1) await end("rename");
    expect(begun.filter((name) => name === "leave")).toEqual(["leave"]);
    await end("leave");
    expect(begun.at(-1)).toBe("rename");
  });

  it("waits a second, not as long as a container is given to end", async () => {
    const { turns, clock, begun, work } = tried();
    void turns.leave(work("stop"));
    void turns.rename("web", work("rename"));
    await clock.untilSleeping();
    clock.pass(999);
    await settled();
    expect(begun).toEqual(["stop"]);
    clock.pass(1);
    await settled();
    expect(begun).toEqual(["stop", "rename"]);
  });

  it.each([
    ["of one that does not run", { isRunning: false }],
    ["on Docker 25 or newer", { apiVersion: "1.44" }],
  ])("waits for nobody %s", async (_, given) => {
    const { turns, begun, work } = tried(given);
    void turns.leave(work("leave"));
    void turns.rename("web", work("rename"));
    await settled();
    expect(begun).toEqual(["leave", "rename"]);
  });

  it("that fails holds nobody up", async () => {
    const { turns, begun, work } = tried();
    await expect(turns.rename("web", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    void turns.leave(work("leave"));
    await settled();
    expect(begun).toEqual(["leave"]);
  });
});
