import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks again and again until the answer is truthy.
 * @param {() => unknown | Promise<unknown>} condition
 * @returns the first truthy answer, or the last falsy one when the deadline has passed
 */
export async function waitFor(condition, { seconds, everyMs = 100 }) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await condition();
    if (answer || Date.now() >= deadline) return answer;
    await sleep(everyMs);
  }
}
