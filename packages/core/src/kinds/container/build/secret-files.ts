import type { SecretFileSpec } from "../../../desired/desired-state.ts";

/** Files of a volume that the engine knows nothing of: they are written into each container that mounts it. */
export interface SecretFilesSource {
  readonly kind: "secretFiles";
  /** Names are unique, and relative to where it is mounted: `app.conf`, `conf.d/app.conf`. */
  readonly files: readonly (Pick<SecretFileSpec, "secret" | "encoding" | "mode"> & {
    readonly name: string;
  })[];
  readonly uid?: number;
  readonly gid: number;
  /** Nothing but the files is where it is mounted. Left out: they stand beside what the image has there. */
  readonly hidesImage?: true;
}

interface MountPlace {
  readonly target: string;
  readonly subPath?: string | undefined;
}

/** @param at where it is mounted: all files below the target, or those of a sub path */
export function mountedSecretFiles(
  { files, uid, gid }: SecretFilesSource,
  at: MountPlace,
): readonly SecretFileSpec[] {
  const { target } = at;
  const part = partOf(at);
  const owner = { ...(uid === undefined ? {} : { uid }), gid };
  return files.flatMap(({ name, ...file }) => {
    if (name === part) return [{ path: target, ...file, ...owner }];
    const below = part === "" ? "" : `${part}/`;
    if (!name.startsWith(below)) return [];
    return [{ path: `${target.replace(/\/$/, "")}/${name.slice(below.length)}`, ...file, ...owner }];
  });
}

/** Whether a mount is a folder with nothing but the files in it; one file stands in the image's folder. */
export function isFolderOfItsOwn({ files, hidesImage }: SecretFilesSource, at: MountPlace): boolean {
  return hidesImage === true && !files.some(({ name }) => name === partOf(at));
}

function partOf({ subPath = "" }: MountPlace): string {
  return subPath
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .join("/");
}
