import { expect, it } from "vitest";
import { mapBounded } from "./map-bounded.ts";

it("works on so many at once, and keeps the order", async () => {
  let atOnce = 0;
  let most = 0;
  const doubled = await mapBounded([5, 1, 4, 2, 3], 2, async (n) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    for (let i = 0; i < n; i++) await Promise.resolve();
    atOnce -= 1;
    return n * 2;
  });
  expect(doubled).toEqual([10, 2, 8, 4, 6]);
  expect(most).toBe(2);
});

it("begins nothing after a failure", async () => {
  const begun: number[] = [];
  const failing = mapBounded([1, 2, 3, 4], 1, async (n) => {
    begun.push(n);
    if (n === 2) throw new Error("two");
  });
  await expect(failing).rejects.toThrow("two");
  expect(begun).toEqual([1, 2]);
});

it("returns [] for no items", async () => {
  expect(await mapBounded([], 3, async () => 1)).toEqual([]);
});
