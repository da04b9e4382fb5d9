import type { EngineClient } from "../engine/engine-client.ts";

/** What the engine answers about another container while it owes one about the first: no accident any more. */
const answersMeanwhile = 4;

/**
 * Waits until the engine is at work on what takes a container's host ports away, or has done it. Whoever asks about a container that it works on is
 * kept waiting; that this is the reason, and not that it is slow, shows in answers about another one meanwhile.
 */
export async function untilReleasing(
  client: EngineClient,
  {
    release,
    fromId,
    otherId,
  }: { readonly release: Promise<void>; readonly fromId: string; readonly otherId: string },
): Promise<void> {
  let isOver = false;
  const over = release.then(end, end);
  while (!isOver) {
    let isTold = false;
    const tell = () => {
      isTold = true;
    };
    client.get(`/containers/${fromId}/json`).then(tell, tell);
    for (let answers = 0; answers < answersMeanwhile && !isTold && !isOver; answers += 1) {
      await Promise.race([over, client.get(`/containers/${otherId}/json`).catch(() => {})]);
    }
    if (!isTold) return;
  }

  function end(): void {
    isOver = true;
  }
}
