import { didYouMean } from "../../../manifest/did-you-mean.ts";
import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { type LooseContainer, placedContainers } from "../../container/pod-manifest.ts";
import type { LooseSpec } from "../schema.ts";

/** Where a runtime puts file systems of its own when a container starts: what was written before is not seen. */
const hidden = ["/dev", "/proc", "/sys"];

/** Secret files are written into a container's own layer, where nothing else may be mounted. */
export function* checkSecretMounts(spec: LooseSpec): Generator<Problem> {
  const filesOf = new Map<string, readonly string[]>();
  for (const volume of spec.volumes ?? []) {
    if (volume?.secretFile === undefined || volume.name === undefined) continue;
    const names = (volume.secretFile.items ?? []).flatMap((item) => item?.path ?? []);
    filesOf.set(volume.name, [...new Set(names)]);
  }
  if (filesOf.size === 0) return;
  for (const container of placedContainers(spec, ["spec"])) yield* checkContainer(container, filesOf);
}

type LooseMount = NonNullable<NonNullable<LooseContainer["volumeMounts"]>[number]>;

function* checkContainer(
  { value: container, path }: Placed<LooseContainer>,
  filesOf: ReadonlyMap<string, readonly string[]>,
): Generator<Problem> {
  const isReadOnly = container.securityContext?.readOnlyRootFilesystem === true;
  const mounts = [...placed(container.volumeMounts, below(path, "volumeMounts"))];
  const others = mounts.flatMap(({ value: { name = "", mountPath = [] } }) =>
    filesOf.has(name) ? [] : mountPath,
  );
  const places = new Set<string>();
  for (const mount of mounts) {
    const files = filesOf.get(mount.value.name ?? "");
    if (files === undefined) continue;
    if (isReadOnly) {
      yield {
        path: mount.path,
        message:
          "cannot be together with securityContext.readOnlyRootFilesystem: engines write no file there",
        hint: "leave one of the two out, or mount a hostPath of type: File",
      };
    }
    yield* checkSubPath(mount, files);
    yield* checkPlace(mount, [...others, ...hidden]);
    yield* checkTwice(mount, files, places);
  }
}

function* checkSubPath(
  { value: { name = "", mountPath, subPath }, path }: Placed<LooseMount>,
  files: readonly string[],
): Generator<Problem> {
  if (!subPath) return;
  if (mountPath !== undefined && withSlash(mountPath) === "/") {
    yield { path: below(path, "mountPath"), message: "must be the path of a file, as subPath is given" };
  }
  if (files.includes(subPath)) return;
  const similar = didYouMean(subPath, files);
  yield {
    path: below(path, "subPath"),
    message: `is no file of ${quote(name)}`,
    hint: similar === undefined ? "name one of its items" : `did you mean ${similar}?`,
  };
}

function* checkPlace({ value, path }: Placed<LooseMount>, taken: readonly string[]): Generator<Problem> {
  const { mountPath } = value;
  const above = taken.find((other) => mountPath !== undefined && isWithin(mountPath, other));
  if (above === undefined) return;
  yield {
    path: below(path, "mountPath"),
    message: `must not be in ${quote(above)}: what is mounted there would hide the files, or keep them`,
    hint: "mount it on a path of its own, such as /run/secrets",
  };
}

function* checkTwice(
  { value: { mountPath, subPath }, path }: Placed<LooseMount>,
  files: readonly string[],
  places: Set<string>,
): Generator<Problem> {
  if (mountPath === undefined) return;
  for (const file of subPath ? [mountPath] : files.map((name) => `${withSlash(mountPath)}${name}`)) {
    const place = withSlash(file);
    if (places.has(place)) {
      yield { path: below(path, "mountPath"), message: `puts a second file at ${quote(file)}` };
    }
    places.add(place);
  }
}

function isWithin(path: string, folder: string): boolean {
  return withSlash(path).startsWith(withSlash(folder));
}

function withSlash(path: string): string {
  return `${path.replace(/(?<!\/)\/+$/, "")}/`;
}
