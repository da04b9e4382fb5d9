import { expect, it, vi } from "vitest";
import { systemClock } from "./system-clock.ts";

it("goes on when the time of day is set back or forward", () => {
  const todayMs = Date.now();
  const dateNow = vi.spyOn(Date, "now");
  const beforeMs = systemClock.nowMs();
  const hours = 3_600_000;
  for (const stepMs of [-9 * hours, 9 * hours]) {
    dateNow.mockReturnValue(todayMs + stepMs);
    const passedMs = systemClock.nowMs() - beforeMs;
    expect(passedMs).toBeGreaterThanOrEqual(0);
    expect(passedMs).toBeLessThan(hours);
  }
  dateNow.mockRestore();
});
