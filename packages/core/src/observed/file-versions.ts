import type { FileVersion, ObservedState } from "./observed-state.ts";

/** What was seen at paths, without those at which there is no file. */
export function fileVersions(
  seen: ReadonlyMap<string, FileVersion | undefined>,
): Readonly<Record<string, FileVersion>> {
  return Object.fromEntries(
    [...seen].flatMap(([path, version]) => (version === undefined ? [] : [[path, version] as const])),
  );
}

/**
 * An observation, with the mounted files that an apply has seen just before, where the driver cannot see them itself.
 * @param mountedFiles {@link ApplyResult.mountedFiles}
 */
export function withSeenFiles(
  observed: ObservedState,
  mountedFiles: ObservedState["mountedFiles"],
): ObservedState {
  if (mountedFiles === undefined || observed.mountedFiles !== undefined) return observed;
  return { ...observed, mountedFiles };
}
