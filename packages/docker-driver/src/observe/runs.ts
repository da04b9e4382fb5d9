import type { ObservedContainer } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { type InspectAnswer, inspectedOne } from "./inspected-settings.ts";

/** Adds how the present run of each container came about, where that is not known yet; of strangers nothing. */
export async function withRuns(
  containers: readonly ObservedContainer[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedContainer[]> {
  const unknown = containers.filter((c) => c.ownership.kind !== "foreign" && c.restarts === undefined);
  const answers = await client.getMany<InspectAnswer>(
    unknown.map(({ id }) => `/containers/${id}/json`),
    { signal },
  );
  const runs = new Map(unknown.map(({ id }, index) => [id, inspectedOne(answers[index] ?? {})?.run]));
  return containers.map((container) => ({ ...container, ...runs.get(container.id) }));
}
