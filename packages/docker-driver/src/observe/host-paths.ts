import type { HostPathSpec, ObservedHostPath } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { localHostPathKind } from "../host-path/local-host-path.ts";
import { type EngineInfo, sharesFiles } from "../host-path/shares-files.ts";

interface Looking {
  readonly client: EngineClient;
  /** `false`: host paths are left to the apply, as with an engine elsewhere. */
  readonly looksAtHostPaths: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Looks where the engine's files are this machine's; else the kind is `unknown`. */
export async function observeHostPaths(
  hostPaths: readonly HostPathSpec[],
  { client, looksAtHostPaths, signal }: Looking,
): Promise<readonly ObservedHostPath[]> {
  const paths = [...new Set(hostPaths.map(({ path }) => path))];
  if (paths.length === 0) return [];
  if (!looksAtHostPaths || client.endpoint.endpoint.kind !== "unix") return paths.map(unknownKind);
  const info = await client.get<EngineInfo>("/info", { signal });
  if (!sharesFiles(info)) return paths.map(unknownKind);
  return Promise.all(paths.map(async (path) => ({ path, kind: await localHostPathKind(path) })));
}

function unknownKind(path: string): ObservedHostPath {
  return { path, kind: "unknown" };
}
