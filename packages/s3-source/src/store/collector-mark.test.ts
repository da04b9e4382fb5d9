import { expect, it } from "vitest";
import type { ListedObject, ObjectFolder } from "../folder/object-folder.ts";
import { defaultLimits } from "../images/image-limits.ts";
import { waitForCollector } from "./collector-mark.ts";

/** A folder in which the marks are these, one time after the other, and then the last. */
function folderWith(...marks: readonly (readonly string[])[]) {
  let looks = 0;
  const folder = {
    list: async (): Promise<readonly ListedObject[]> => {
      const keys = marks[Math.min(looks++, marks.length - 1)] ?? [];
      return keys.map((key) => ({ key, size: 1, modifiedAtMs: 0, version: "" }));
    },
  } as unknown as ObjectFolder;
  return { folder, limits: defaultLimits, signal: new AbortController().signal };
}

async function sleepsOf(reading: ReturnType<typeof folderWith>): Promise<number> {
  let sleeps = 0;
  const sleep = async () => {
    sleeps += 1;
  };
  await waitForCollector(reading, () => {}, sleep);
  return sleeps;
}

it("does not wait where nothing is collected", async () => {
  expect(await sleepsOf(folderWith([]))).toBe(0);
});

it("waits for those that had begun, and for none that begin later", async () => {
  expect(await sleepsOf(folderWith(["a"], ["a"], ["a", "b"], ["b"]))).toBe(3);
});

it("waits a minute at most for one that was killed", async () => {
  expect(await sleepsOf(folderWith(["a"]))).toBe(300);
});
