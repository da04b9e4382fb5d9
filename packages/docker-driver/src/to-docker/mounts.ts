import { posix } from "node:path";
import type { AnonymousVolume, HostPathType, MountSpec } from "@hashike/core";
import { labelName } from "../labels.ts";
import type { HostConfig, Mount } from "./create-body.ts";
import { isDevice } from "./devices.ts";

/** How the engine mounts a directory below a volume's root. */
export interface MountOptions {
  /** API 1.45: it knows `VolumeOptions.Subpath`. Older engines ignore it and mount the whole volume. */
  readonly hasVolumeSubpath: boolean;
  /** API 1.42: it knows `BindOptions.CreateMountpoint`. Older engines ignore it. */
  readonly hasCreateMountpoint: boolean;
  /** Where volumes are on the engine's host, by name; read only for sub paths on older engines. */
  readonly mountpoints: ReadonlyMap<string, string>;
}

/** Volumes whose `Mountpoint` is needed for {@link mountsHostConfig}. */
export function volumesWithSubPath(mounts: readonly MountSpec[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const mount of mounts) {
    if (mount.type !== "volume" || !mount.subPath) continue;
    found.set(mount.volume, [...(found.get(mount.volume) ?? []), mount.subPath]);
  }
  return found;
}

/**
 * All but devices: see `devices.ts`. `Mounts`, which refuse a missing source; and `Binds` where a missing directory is to be made: the engine makes
 * it when the container starts, owned by root with mode 0755.
 */
export function mountsHostConfig(mounts: readonly MountSpec[], options: MountOptions): HostConfig {
  const binds: string[] = [];
  const structured: Mount[] = [];
  let shmSize: number | undefined;
  for (const mount of mounts) {
    if (isDevice(mount)) continue;
    if (mount.type === "volume") structured.push(volumeMount(mount, options));
    else if (mount.type === "files") structured.push(filesMount(mount.target));
    else if (mount.type === "memory") {
      if (isSizedShm(mount)) shmSize = mount.sizeBytes;
      else structured.push(memoryMount(mount));
    } else if (isBindString(mount)) binds.push(bindString(mount));
    else structured.push(bindMount(mount, options));
  }
  return {
    ...(binds.length === 0 ? {} : { Binds: binds }),
    ...(structured.length === 0 ? {} : { Mounts: structured }),
    ...(shmSize === undefined ? {} : { ShmSize: shmSize }),
  };
}

/** A volume as it is, with what is in it. Named in a request, it is nothing that the engine made for the container. */
export function givenVolume({ name, target }: AnonymousVolume): Mount {
  return { Type: "volume", Source: name, Target: target, ReadOnly: false, VolumeOptions: { NoCopy: true } };
}

type VolumeMount = Extract<MountSpec, { type: "volume" }>;
type HostPathMount = Extract<MountSpec, { type: "hostPath" }>;

function volumeMount(mount: VolumeMount, options: MountOptions): Mount {
  const base = { Target: mount.target, ReadOnly: mount.readOnly };
  if (mount.subPath && !options.hasVolumeSubpath) {
    const root = options.mountpoints.get(mount.volume);
    if (root === undefined) throw new Error(`no mountpoint known of volume ${mount.volume}`);
    return { ...base, Type: "bind", Source: posix.join(root, mount.subPath) };
  }
  // With copying, an empty volume takes over what the image has there: files, owner and mode.
  const NoCopy = mount.hidesImage === true;
  return {
    ...base,
    Type: "volume",
    Source: mount.volume,
    VolumeOptions: { NoCopy, ...(mount.subPath ? { Subpath: mount.subPath } : {}) },
  };
}

/**
 * Without a source the engine makes a volume for this container alone. It can be written to, as the files get there only
 * after the container was created.
 */
function filesMount(target: string): Mount {
  const VolumeOptions = { NoCopy: true, Labels: { [labelName.files]: "true" } };
  return { Type: "volume", Target: target, ReadOnly: false, VolumeOptions };
}

/** Where containers of Hashike have volumes that go with them. */
export function isForFiles({ VolumeOptions }: Pick<Mount, "VolumeOptions">): boolean {
  return VolumeOptions?.Labels?.[labelName.files] === "true";
}

type MemoryMount = Extract<MountSpec, { type: "memory" }>;

/** The engine has a tmpfs there anyway, and takes its size. */
function isSizedShm({ target, readOnly, sizeBytes }: MemoryMount): boolean {
  return target === "/dev/shm" && !readOnly && sizeBytes !== undefined;
}

function memoryMount({ target, readOnly, sizeBytes }: MemoryMount): Mount {
  return {
    Type: "tmpfs",
    Target: target,
    ReadOnly: readOnly,
    ...(sizeBytes === undefined ? {} : { TmpfsOptions: { SizeBytes: sizeBytes } }),
  };
}

function bindMount(mount: HostPathMount, options: MountOptions): Mount {
  const creates = makesDirectory(mount) && options.hasCreateMountpoint;
  return {
    Type: "bind",
    Source: hostSource(mount),
    Target: mount.target,
    ReadOnly: mount.readOnly,
    ...(creates ? { BindOptions: { CreateMountpoint: true } } : {}),
  };
}

/** A bind string has its parts between colons, so paths with one need the structured form. */
function isBindString(mount: HostPathMount): boolean {
  return makesDirectory(mount) && !hostSource(mount).includes(":") && !mount.target.includes(":");
}

function bindString(mount: HostPathMount): string {
  return `${hostSource(mount)}:${mount.target}${mount.readOnly ? ":ro" : ""}`;
}

const makingTypes: ReadonlySet<HostPathType> = new Set(["", "DirectoryOrCreate"]);

/** A directory below a host path is made too when it is missing, as in Kubernetes. */
function makesDirectory(mount: HostPathMount): boolean {
  return makingTypes.has(mount.pathType) || Boolean(mount.subPath);
}

function hostSource(mount: HostPathMount): string {
  return mount.subPath ? posix.join(mount.path, mount.subPath) : mount.path;
}
