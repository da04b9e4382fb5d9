import { expect, it } from "vitest";
import { createTimings, timingsText } from "./timings.ts";

/** A clock that moves on by a given number of milliseconds whenever it is asked. */
const clockBy = (ms: number) => {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
};

it("adds up what belongs to a stage, in the order of stages", async () => {
  const timings = createTimings(clockBy(2.04));
  expect(timings.measure("plan", () => "planned")).toBe("planned");
  await timings.measureAsync("read", async () => "text");
  timings.measure("plan", () => {});
  timings.add("start", 40);
  expect(timings.data()).toEqual({ start: 40, read: 2, plan: 4.1 });
  expect(timingsText(timings.data())).toBe("start 40 ms, read 2 ms, plan 4.1 ms");
});

it("counts what fails as well", async () => {
  const timings = createTimings(clockBy(1));
  const fail = () => {
    throw new Error("no");
  };
  expect(() => timings.measure("parse", fail)).toThrow("no");
  await expect(timings.measureAsync("observe", async () => fail())).rejects.toThrow("no");
  expect(timings.data()).toEqual({ parse: 1, observe: 1 });
});
