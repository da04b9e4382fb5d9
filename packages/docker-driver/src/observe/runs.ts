import type { ObservedContainer } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { inspect, inspectsAtOnce, runOf } from "./inspect.ts";
import { mapBounded } from "./map-bounded.ts";

/** Adds how the present run of each container came about, where that is not known yet; of strangers nothing. */
export async function withRuns(
  containers: readonly ObservedContainer[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedContainer[]> {
  return mapBounded(containers, inspectsAtOnce, async (container) => {
    if (container.ownership.kind === "foreign" || container.restarts !== undefined) return container;
    return { ...container, ...runOf(await inspect(client, container.id, signal)) };
  });
}
