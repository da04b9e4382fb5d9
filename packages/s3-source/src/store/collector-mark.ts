import { randomUUID } from "node:crypto";
import { setTimeout as timer } from "node:timers/promises";
import { bytesContent } from "../folder/bytes-content.ts";
import type { Reading } from "./read/read-document.ts";

/**
 * A collection of garbage announces itself before it reads the tags, and a push looks for that after it has written
 * one: so either the collection sees the tag, or the push sees the collection and looks afterwards for what it took.
 */
const markPrefix = "collecting/";

/** A mark older than this is of a collection that was killed: each lasts for one batch of removals. */
const mostWaitMs = 60_000;
const pollMs = 200;

/** Does some work of a collection while it is announced. */
export async function announced<T>({ folder, signal }: Reading, work: () => Promise<T>): Promise<T> {
  const key = `${markPrefix}${randomUUID()}`;
  await folder.put(key, bytesContent(Buffer.from("hashike image gc\n")), { signal });
  try {
    return await work();
  } finally {
    await folder.remove(key);
  }
}

/**
 * Waits until the collections that are under way are over.
 * @param onWait called when there is one
 */
export async function waitForCollector(
  { folder, signal }: Reading,
  onWait: () => void,
  sleep: (ms: number, value: undefined, options: { signal: AbortSignal }) => Promise<void> = timer,
): Promise<void> {
  const keys = async () => new Set((await folder.list(markPrefix, { signal })).map(({ key }) => key));
  let waiting = await keys();
  for (let waitedMs = 0; waiting.size > 0 && waitedMs < mostWaitMs; waitedMs += pollMs) {
    onWait();
    await sleep(pollMs, undefined, { signal });
    const now = await keys();
    // Those that have begun since have seen the tag.
    waiting = new Set([...waiting].filter((key) => now.has(key)));
  }
}

/** Removes what a collection that was killed has left. */
export async function removeStaleMarks({ folder, signal }: Reading, beforeMs: number): Promise<void> {
  for (const { key, modifiedAtMs } of await folder.list(markPrefix, { signal })) {
    if (modifiedAtMs < beforeMs) await folder.remove(key, { signal });
  }
}
