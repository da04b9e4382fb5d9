import {
  below,
  didYouMean,
  isFolderOfItsOwn,
  mountedSecretFiles,
  type Path,
  quote,
  type SecretFilesSource,
  type VolumeSource,
} from "@hashike/core/kinds";
import type { PodPlace } from "../pod/pod-place.ts";
import type { Container } from "../pod/pod-spec-schema.ts";

type Mount = NonNullable<Container["volumeMounts"]>[number];
type Sources = ReadonlyMap<string, VolumeSource>;

/** Where a runtime puts file systems of its own when a container starts: what was written before is not seen. */
const hidden = ["/dev", "/proc", "/sys"];

/** Reports mounts of files that cannot be: each file of a sub path is written into the container's own layer. */
export function refuseFileMounts(sources: Sources, place: PodPlace): void {
  for (const list of ["initContainers", "containers"] as const) {
    for (const [index, container] of (place.spec[list] ?? []).entries()) {
      refuseOf(container, below(place.at, list, index), sources, place);
    }
  }
}

function refuseOf(container: Container, path: Path, sources: Sources, place: PodPlace): void {
  const { object, world } = place;
  const mounts = container.volumeMounts ?? [];
  const taken = new Set<string>();
  for (const [index, mount] of mounts.entries()) {
    const source = sources.get(mount.name);
    if (source?.kind !== "secretFiles") continue;
    const at = below(path, "volumeMounts", index);
    const refuse = (key: keyof Mount, message: string, hint?: string) =>
      world.outside.refuse({ source: object.source, path: below(at, key) }, message, hint);
    const files = mountedSecretFiles(source, placeOf(mount));
    const twice = files.find((file) => taken.has(file.path));
    if (twice !== undefined) refuse("mountPath", `puts a second file at ${quote(twice.path)}`);
    for (const file of files) taken.add(file.path);
    if (mount.subPath && files.length === 0) refuseSubPath(mount, source, refuse);
    if (isFolderOfItsOwn(source, placeOf(mount))) continue;
    if (container.securityContext?.readOnlyRootFilesystem === true) {
      refuse(
        "subPath",
        "is one file, which engines cannot write with securityContext.readOnlyRootFilesystem",
        "mount the whole volume in a folder of its own",
      );
    }
    const above = [...hidden, ...othersOf(mounts, sources)].find((other) => isWithin(mount.mountPath, other));
    if (above === undefined) continue;
    refuse(
      "mountPath",
      `must not be in ${quote(above)}: what is mounted there would hide the file, or keep it`,
      "mount it on a path of its own",
    );
  }
}

function refuseSubPath(
  { name, subPath = "" }: Mount,
  { files }: SecretFilesSource,
  refuse: (key: keyof Mount, message: string, hint?: string) => void,
): void {
  // Of one whose optional object is not there, nothing is known.
  if (files.length === 0) return;
  const names = files.map((file) => file.name);
  const similar = didYouMean(subPath, names);
  const hint = similar === undefined ? "name one of its files" : `did you mean ${similar}?`;
  refuse("subPath", `is no file of ${quote(name)}`, hint);
}

/** What is mounted that is no files of the container's own. */
function othersOf(mounts: readonly Mount[], sources: Sources): readonly string[] {
  return mounts.flatMap(({ name, mountPath }) => {
    const source = sources.get(name);
    return source === undefined || source.kind === "secretFiles" ? [] : [mountPath];
  });
}

function placeOf({ mountPath, subPath }: Mount) {
  return { target: withSlash(mountPath).slice(0, -1) || "/", subPath };
}

function isWithin(path: string, folder: string): boolean {
  return withSlash(path).startsWith(withSlash(folder));
}

function withSlash(path: string): string {
  return `${path.replace(/(?<!\/)\/+$/, "")}/`;
}
