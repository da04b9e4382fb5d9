import type { IncomingHttpHeaders } from "node:http";

/** The engine's time, told without asking for it: every answer has a `Date`. */
export interface EngineClock {
  /** Reads what an answer tells. */
  see(headers: IncomingHttpHeaders): void;
  /** Seconds since the epoch. Between two answers this machine counts on; without any, it is its own time. */
  nowSeconds(): number;
}

/** Not by `performance`, which Node loads when it is first looked at. */
const processMs = () => process.uptime() * 1000;

export function createEngineClock(monotonicMs: () => number = processMs): EngineClock {
  let seen: { readonly seconds: number; readonly atMs: number } | undefined;
  return {
    see: ({ date }) => {
      const ms = Date.parse(date ?? "");
      if (!Number.isNaN(ms)) seen = { seconds: Math.floor(ms / 1000), atMs: monotonicMs() };
    },
    nowSeconds: () => {
      if (seen === undefined) return Math.floor(Date.now() / 1000);
      return seen.seconds + Math.floor((monotonicMs() - seen.atMs) / 1000);
    },
  };
}
