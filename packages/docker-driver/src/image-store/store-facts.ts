import type { ImageStoreFacts } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";

/** What tells the stores apart. Source: moby, daemon/info.go. */
const containerdDriver = "io.containerd.snapshotter.v1";

/** `GET /info`, as far as it tells the stores apart. */
export interface StoreInfo {
  readonly DriverStatus?: readonly (readonly string[])[] | null;
}

export function isContainerdStore({ DriverStatus }: StoreInfo): boolean {
  return (DriverStatus ?? []).some(([name, value]) => name === "driver-type" && value === containerdDriver);
}

export async function readFacts(client: EngineClient, signal: AbortSignal): Promise<ImageStoreFacts> {
  const [info, version] = await Promise.all([
    client.get<StoreInfo>("/info", { signal }),
    client.get<{ readonly Os: string; readonly Arch: string }>("/version", { signal }),
  ]);
  return {
    kind: isContainerdStore(info) ? "containerd" : "graph",
    os: version.Os.toLowerCase(),
    architecture: version.Arch,
  };
}
