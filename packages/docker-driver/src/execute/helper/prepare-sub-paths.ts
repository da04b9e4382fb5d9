import { posix } from "node:path";
import { HashikeError } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { withHelper } from "./helper-container.ts";
import { putEntries, statInContainer } from "./helper-files.ts";

const volumeMount = "/.hk-volume";

/**
 * Makes the directories below volumes that a container mounts, where they are missing: engines fail on them or
 * make them with another mode. As in Kubernetes they get the mode of the volume's root.
 * @param subPaths by volume
 * @param forContainer the engine's name of the container to be
 * @returns where the volumes are on the engine's host, by name
 * @throws HashikeError `DRIVER_UNSUPPORTED` for a volume that older engines cannot mount in parts
 */
export async function prepareSubPaths(
  client: EngineClient,
  subPaths: ReadonlyMap<string, readonly string[]>,
  imageId: string,
  forContainer: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const mountpoints = new Map<string, string>();
  for (const [volume, paths] of subPaths) {
    mountpoints.set(volume, await readMountpoint(client, volume, signal));
    const mount = {
      Type: "volume",
      Source: volume,
      Target: volumeMount,
      ReadOnly: false,
      VolumeOptions: { NoCopy: true },
    } as const;
    const purpose = `volume ${volume} for ${forContainer}`;
    await withHelper(client, { purpose, imageId, mount, signal }, async (id) => {
      for (const path of paths) await makeDirectories(client, id, path, signal);
    });
  }
  return mountpoints;
}

interface InspectedVolume {
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly Options: Readonly<Record<string, string>> | null;
}

async function readMountpoint(client: EngineClient, volume: string, signal: AbortSignal): Promise<string> {
  const { Driver, Mountpoint, Options } = await client.get<InspectedVolume>(
    `/volumes/${encodeURIComponent(volume)}`,
    { signal },
  );
  // What such a volume mounts is at its mount point only while a container uses it.
  const isPlain = Driver === "local" && Object.keys(Options ?? {}).length === 0;
  if (!isPlain && !client.atLeast("1.45")) {
    throw new HashikeError("DRIVER_UNSUPPORTED", `this engine cannot mount a part of volume ${volume}`, {
      hint: "mount the whole volume, or use Docker 26 or newer",
    });
  }
  return Mountpoint;
}

async function makeDirectories(
  client: EngineClient,
  id: string,
  subPath: string,
  signal: AbortSignal,
): Promise<void> {
  const names = subPath.split("/").filter((name) => name !== "" && name !== ".");
  const paths = names.map((_, index) => names.slice(0, index + 1).join("/"));
  const root = await statInContainer(client, id, volumeMount, signal);
  for (const path of paths) {
    if ((await statInContainer(client, id, posix.join(volumeMount, path), signal)) !== undefined) continue;
    const entry = { name: path, type: "directory", mode: root?.permissions ?? 0o755 } as const;
    await putEntries(client, id, volumeMount, [entry], signal);
  }
}
