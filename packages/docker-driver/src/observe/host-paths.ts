import type { HostPathSpec, ObservedHostPath } from "@hashike/core";
import { existingParentOf, localHostPathKind } from "../host-path/local-host-path.ts";

/** Looks where the engine's files are this machine's; else the kind is `unknown`. */
export async function observeHostPaths(
  hostPaths: readonly HostPathSpec[],
  seesFiles: () => Promise<boolean>,
): Promise<readonly ObservedHostPath[]> {
  const paths = [...new Set(hostPaths.map(({ path }) => path))];
  if (paths.length === 0) return [];
  const isSeen = await seesFiles();
  return Promise.all(paths.map((path) => (isSeen ? lookAt(path) : { path, kind: "unknown" as const })));
}

async function lookAt(path: string): Promise<ObservedHostPath> {
  const kind = await localHostPathKind(path);
  if (kind !== "missing") return { path, kind };
  const existingParent = await existingParentOf(path);
  return { path, kind, ...(existingParent === undefined ? {} : { existingParent }) };
}
