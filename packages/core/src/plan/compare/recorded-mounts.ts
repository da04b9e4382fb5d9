import type { MountSpec } from "../../desired/desired-state.ts";
import type { ContainerRecord } from "./record.ts";

/** What a container has mounted, as its record tells: one of volume and host path. */
interface RecordedMount {
  readonly volume?: string;
  readonly hostPath?: string;
  readonly readOnly: boolean;
}

/** The mounts of a record; none of a text that is no record. */
export function recordedMounts(record: ContainerRecord | undefined): readonly RecordedMount[] {
  const mounts = record?.mounts;
  if (typeof mounts !== "object" || mounts === null || Array.isArray(mounts)) return [];
  return Object.values(mounts).flatMap((mount): readonly RecordedMount[] => {
    if (typeof mount !== "object" || mount === null) return [];
    const { volume, hostPath, readOnly } = mount as { readonly [key: string]: unknown };
    return [
      {
        ...(typeof volume === "string" ? { volume } : {}),
        ...(typeof hostPath === "string" ? { hostPath } : {}),
        readOnly: readOnly === true,
      },
    ];
  });
}

/** Where a container of a record has a volume for its secret files. */
export function recordedFileVolumes(record: ContainerRecord | undefined): readonly string[] {
  const mounts = record?.mounts;
  if (typeof mounts !== "object" || mounts === null || Array.isArray(mounts)) return [];
  return Object.entries(mounts).flatMap(([target, mount]) =>
    typeof mount === "object" && mount !== null && "files" in mount ? [target] : [],
  );
}

/** Whether the record of a container has the data of a mount mounted so that it can be written to. */
export function mountsSame(record: ContainerRecord | undefined, mount: MountSpec): boolean {
  return recordedMounts(record).some(({ volume, hostPath, readOnly }) => {
    if (readOnly) return false;
    if (mount.type === "volume") return volume === mount.volume;
    if (mount.type !== "hostPath") return false;
    return hostPath !== undefined && pathsOverlap(hostPath, mount.path);
  });
}

/** Whether one of two absolute paths is the other, or holds it. */
export function pathsOverlap(a: string, b: string): boolean {
  const [x, y] = [a, b].map((path) => `${path.replace(/(?<!\/)\/+$/, "")}/`) as [string, string];
  return x.startsWith(y) || y.startsWith(x);
}
