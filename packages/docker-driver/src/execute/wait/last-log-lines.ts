import { readLogs } from "../../logs/read-logs.ts";
import { showableLine } from "../failures/showable-line.ts";
import type { Waiting } from "./waiting.ts";

const lines = 20;

/**
 * The last lines that a container has written, fit to be shown: no control characters, no secret values.
 * Failing to read them must not hide what they would explain.
 */
export async function lastLogLines({ client, id, context }: Waiting): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const { text } of readLogs(client, id, { tail: lines, signal: context.signal })) {
      found.push(showableLine(text, context.secrets));
    }
  } catch {
    if (found.length === 0) return [];
  }
  return found.slice(-lines);
}

/** Where to look next. The container itself is taken away after a failure, and its log with it. */
export function hintFrom(lastLines: readonly string[]): string {
  return lastLines.length === 0
    ? "it wrote nothing to its log; check its command and its probes, then apply again"
    : "find out why from its last log lines above, then apply again";
}
