import type { Driver, Owner } from "@hashike/core";
import { expect, it } from "vitest";
import type { Context } from "../process/context.ts";
import { type HeldLock, withLock } from "./with-lock.ts";

const owner: Owner = { kind: "Hashike", namespace: "default", name: "shop" };
const reason = new Error("the lock is lost");

function locked(use: (held: HeldLock) => Promise<string>, user = new AbortController()) {
  const lost = new AbortController();
  let isReleased = false;
  const release = async () => {
    isReleased = true;
  };
  const driver = { lock: async () => ({ lost: lost.signal, release }) } as unknown as Driver;
  const context = { signal: user.signal } as Context;
  return {
    lose: () => lost.abort(reason),
    isReleased: () => isReleased,
    result: withLock(driver, [owner], 0, context, use),
  };
}

/** As a call of an engine that the signal cuts, with words of its own. */
async function cutBy({ signal }: HeldLock): Promise<string> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  throw new Error("socket hang up");
}

it("tells that the lock was lost, not what became of the call that was cut for it", async () => {
  const { lose, isReleased, result } = locked(cutBy);
  setImmediate(lose);
  await expect(result).rejects.toBe(reason);
  expect(isReleased()).toBe(true);
});

it("leaves other errors and results as they are", async () => {
  await expect(locked(async () => "done").result).resolves.toBe("done");
  const failing = locked(async () => {
    throw new Error("no engine");
  });
  await expect(failing.result).rejects.toThrow("no engine");
  expect(failing.isReleased()).toBe(true);
});

it("leaves an interrupt to whoever asked for it", async () => {
  const user = new AbortController();
  const { lose, result } = locked(cutBy, user);
  user.abort();
  setImmediate(lose);
  await expect(result).rejects.toThrow("socket hang up");
});
