import { mapBounded } from "../observe/map-bounded.ts";
import type { EngineClient } from "./engine-client.ts";
import { engineStatus } from "./engine-error.ts";
import type { EngineSocket } from "./engine-socket.ts";

/** As many connections as stay open side by side. */
const concurrency = 8;

/** How one is asked for, and many at once where the engine is at its own socket. Paths are without version. */
interface Asking {
  readonly get: EngineClient["get"];
  readonly ask: EngineSocket["ask"] | undefined;
}

/** Many calls of `get`, on the engine's own socket by few connections. */
export async function getMany(
  paths: readonly string[],
  { get, ask }: Asking,
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  const answers = (await ask?.(paths, signal)) ?? [];
  return mapBounded([...paths.entries()], concurrency, async ([index, path]) => {
    const answer = answers[index];
    if (answer?.status === 404) return undefined;
    if (answer?.status === 200) return JSON.parse(answer.body);
    try {
      // A signal for each call: Node takes many listeners of one for a leak, and says so on stderr.
      return await get<unknown>(path, { signal: signal && AbortSignal.any([signal]) });
    } catch (error) {
      if (engineStatus(error) === 404) return undefined;
      throw error;
    }
  });
}
