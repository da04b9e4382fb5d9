import type { SecretFileSpec } from "../../../desired/desired-state.ts";

/** Files of a volume that the engine knows nothing of: they are written into each container that mounts it. */
export interface SecretFilesSource {
  readonly kind: "secretFiles";
  readonly files: readonly { readonly name: string; readonly secret: string }[];
  readonly mode: number;
  readonly uid?: number;
  readonly gid: number;
}

/** @param at where it is mounted: all files below the target, or the one of the sub path at the target itself */
export function mountedSecretFiles(
  { files, mode, uid, gid }: SecretFilesSource,
  { target, subPath = "" }: { readonly target: string; readonly subPath?: string | undefined },
): readonly SecretFileSpec[] {
  const about = { mode, ...(uid === undefined ? {} : { uid }), gid };
  return files
    .filter(({ name }) => subPath === "" || name === subPath)
    .map(({ name, secret }) => ({
      path: subPath === "" ? `${target.replace(/\/$/, "")}/${name}` : target,
      secret,
      ...about,
    }));
}
