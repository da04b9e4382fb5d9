import type { Reporter } from "./reporter.ts";

/** One JSON event a line. The events are plain data already; the plan is in the first of them. */
export function createJsonReporter(write: (text: string) => void): Reporter {
  return {
    planned() {},
    event: (event) => write(`${JSON.stringify(event)}\n`),
    say() {},
    close() {},
  };
}
