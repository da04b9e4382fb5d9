import type { ObservedContainer } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import type { LogSettings } from "./growing-log.ts";
import type { LiveSettings } from "./live-differences.ts";

/** `GET /containers/{id}/json`, as far as it is read here. */
export interface InspectAnswer {
  readonly HostConfig?: LiveSettings & LogSettings;
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, InspectedEndpoint | null>> | null;
  };
  readonly RestartCount?: number;
  readonly State?: {
    readonly StartedAt?: string;
    /** Why it could not be started the last time. */
    readonly Error?: string;
  };
}

export interface InspectedEndpoint {
  readonly Aliases?: readonly string[] | null;
  /** What it is to have. */
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string } | null;
}

/** As many calls at once as the engine works at side by side. */
export const inspectsAtOnce = 8;

/** @returns nothing of one that is gone */
export async function inspect(
  client: EngineClient,
  id: string,
  signal: AbortSignal | undefined,
): Promise<InspectAnswer> {
  try {
    // A signal for each call: Node takes many listeners of one for a leak, and says so on stderr.
    return await client.get(`/containers/${id}/json`, { signal: signal && AbortSignal.any([signal]) });
  } catch (error) {
    if (engineStatus(error) === 404) return {};
    throw error;
  }
}

/** How its present run came about. */
export function runOf({
  RestartCount,
  State,
}: InspectAnswer): Pick<ObservedContainer, "restarts" | "startedAtSeconds"> {
  const startedMs = Date.parse(State?.StartedAt ?? "");
  return {
    ...(RestartCount === undefined ? {} : { restarts: RestartCount }),
    ...(startedMs > 0 ? { startedAtSeconds: startedMs / 1000 } : {}),
  };
}
