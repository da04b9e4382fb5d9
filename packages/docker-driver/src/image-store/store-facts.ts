import type { ImageStoreFacts } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";

/** What tells the stores apart. Source: moby, daemon/info.go. */
const containerdDriver = "io.containerd.snapshotter.v1";

export async function readFacts(client: EngineClient, signal: AbortSignal): Promise<ImageStoreFacts> {
  const [info, version] = await Promise.all([
    client.get<{ readonly DriverStatus?: readonly (readonly string[])[] | null }>("/info", { signal }),
    client.get<{ readonly Os: string; readonly Arch: string }>("/version", { signal }),
  ]);
  const isContainerd = (info.DriverStatus ?? []).some(
    ([name, value]) => name === "driver-type" && value === containerdDriver,
  );
  return {
    kind: isContainerd ? "containerd" : "graph",
    os: version.Os.toLowerCase(),
    architecture: version.Arch,
  };
}
