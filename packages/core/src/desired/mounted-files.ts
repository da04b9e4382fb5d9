import type { ContainerSpec, MountSpec } from "./desired-state.ts";

type HostPathMount = Extract<MountSpec, { readonly type: "hostPath" }>;

/**
 * The host paths that may be files which a container only reads: its configuration. What it can write to, also by way
 * of another mount, changes by its own doing. Nobody writes what the kernel makes up.
 * @returns each once, sorted
 */
export function mountedFilePaths({ mounts }: Pick<ContainerSpec, "mounts">): readonly string[] {
  if (mounts.length === 0) return [];
  const onHost = mounts.filter((mount): mount is HostPathMount => mount.type === "hostPath");
  const writable = onHost.filter(({ readOnly }) => !readOnly).map(sourceOf);
  const read = onHost.filter(({ readOnly }) => readOnly).map(sourceOf);
  return [...new Set(read)]
    .filter((path) => !madeUp.test(path) && !writable.some((other) => isAtOrBelow(path, other)))
    .sort();
}

const madeUp = /^\/(?:proc|sys|dev)(?:\/|$)/;

function sourceOf({ path, subPath }: HostPathMount): string {
  return subPath === undefined ? path : `${path}/${subPath}`;
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
