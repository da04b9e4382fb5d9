import type { EngineClient } from "../../engine/engine-client.ts";

/** `GET /containers/{id}/json`, as far as waiting reads it. */
export interface InspectedContainer {
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Restarting: boolean;
    readonly OOMKilled: boolean;
    readonly ExitCode: number;
    /** Why it could not be started. */
    readonly Error: string;
    /** RFC 3339. */
    readonly StartedAt: string;
    /** Of the image's health check; absent without one. */
    readonly Health?: Health | null;
  };
  readonly HostConfig: {
    /** Bytes; 0 = no limit. */
    readonly Memory: number;
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
  };
}

interface Health {
  /** `starting`, `healthy`, `unhealthy`; Podman has `""` without a health check, others `none`. */
  readonly Status: string;
  /** The last few, oldest first. */
  readonly Log?: readonly HealthLog[] | null;
}

export interface HealthLog {
  readonly ExitCode: number;
  readonly Output: string;
}

export function inspectContainer(
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<InspectedContainer> {
  return client.get<InspectedContainer>(`/containers/${id}/json`, { signal });
}
