import { stat } from "node:fs/promises";
import { type ContainerSpec, type FileVersion, mountedFilePaths } from "@hashike/core";

/**
 * The files of the host that containers mount read-only, by path.
 * @returns `undefined` when they cannot be seen, or nobody mounts any
 */
export async function lookAtMountedFiles(
  containers: readonly Pick<ContainerSpec, "mounts">[],
  seesFiles: () => Promise<boolean>,
): Promise<Readonly<Record<string, FileVersion>> | undefined> {
  const paths = [...new Set(containers.flatMap(mountedFilePaths))].sort();
  if (paths.length === 0 || !(await seesFiles())) return undefined;
  const versions = await Promise.all(paths.map(async (path) => [path, await versionOf(path)] as const));
  return Object.fromEntries(
    versions.flatMap(([path, version]) => (version === undefined ? [] : [[path, version] as const])),
  );
}

/** {@link FileVersion.content}: the same of a file, whoever looks at it. */
export function contentText(size: number | bigint, mtimeNs: bigint): string {
  return `${size} ${mtimeNs}`;
}

/**
 * By what costs nothing to look at. The inode of a file that a running container has mounted is not given to another
 * file, so it tells the two apart.
 * @returns `undefined` for what is no file, or cannot be looked at
 */
async function versionOf(path: string): Promise<FileVersion | undefined> {
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isFile()) return undefined;
    return { file: String(stats.ino), content: contentText(stats.size, stats.mtimeNs) };
  } catch {
    return undefined;
  }
}
