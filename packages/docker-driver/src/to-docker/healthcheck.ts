import type { HealthCheckSpec, HealthTest } from "@hashike/core";
import type { Healthcheck } from "./create-body.ts";

export function healthcheck({
  test,
  intervalMs,
  timeoutMs,
  retries,
  startPeriodMs,
  startIntervalMs,
}: HealthCheckSpec): Healthcheck {
  return {
    ...(test === undefined ? {} : { Test: testWords(test) }),
    ...(intervalMs === undefined ? {} : { Interval: nanoseconds(intervalMs) }),
    ...(timeoutMs === undefined ? {} : { Timeout: nanoseconds(timeoutMs) }),
    ...(retries === undefined ? {} : { Retries: retries }),
    ...(startPeriodMs === undefined ? {} : { StartPeriod: nanoseconds(startPeriodMs) }),
    ...(startIntervalMs === undefined ? {} : { StartInterval: nanoseconds(startIntervalMs) }),
  };
}

function testWords(test: HealthTest): readonly string[] {
  switch (test.kind) {
    case "exec":
      return ["CMD", ...test.command];
    case "shell":
      return ["CMD-SHELL", test.command];
    case "none":
      return ["NONE"];
  }
}

function nanoseconds(ms: number): number {
  return ms * 1_000_000;
}
