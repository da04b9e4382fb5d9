import { readLogs } from "../logs/read-logs.ts";
import type { Waiting } from "./wait-until-completed.ts";

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

/** What a container wrote, without control characters and secret values. */
export function showableLine(line: string, secrets: Readonly<Record<string, string>>): string {
  // What looks like `scheme://user:password@` goes too, whoever wrote it.
  const safe = stripControls(line).replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi, "$1***@");
  const hidden = Object.values(secrets).filter((value) => value.length >= 4);
  return hidden.reduce((shown, secret) => shown.replaceAll(secret, "***"), safe);
}

/** Drops terminal escape sequences and all other control characters but the tab. */
export function stripControls(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g, "")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, "")
  );
}
