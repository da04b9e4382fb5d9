import { describe, expect, it } from "vitest";
import { createEngineClock } from "./engine-clock.ts";

describe("the engine's clock", () => {
  it("is what the last answer told, and what has passed since", () => {
    let ms = 5000;
    const clock = createEngineClock(() => ms);
    clock.see({ date: "Thu, 01 Jan 1970 00:10:00 GMT" });
    expect(clock.nowSeconds()).toBe(600);
    ms += 2500;
    expect(clock.nowSeconds()).toBe(602);
    clock.see({ date: "Thu, 01 Jan 1970 00:09:00 GMT" });
    expect(clock.nowSeconds()).toBe(540);
  });

  it("is not put out by an answer without a date", () => {
    const clock = createEngineClock(() => 0);
    clock.see({ date: "Thu, 01 Jan 1970 00:10:00 GMT" });
    clock.see({});
    clock.see({ date: "yesterday" });
    expect(clock.nowSeconds()).toBe(600);
  });

  it("is this machine's own while nothing was answered", () => {
    expect(Math.abs(createEngineClock().nowSeconds() - Date.now() / 1000)).toBeLessThan(2);
  });
});
