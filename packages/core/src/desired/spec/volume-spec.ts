import type { SourcePosition } from "../../errors.ts";
import type { DriverSpec } from "./driver-spec.ts";
import type { Owner } from "./owner.ts";

export interface VolumeSpec {
  readonly name: string;
  /** Whose it is; of an external one, who uses it. */
  readonly owner: Owner;
  /** It must exist, is never created or removed, and may be another owner's. */
  readonly external?: true;
  /** What makes it. Left out: the engine's own driver without options; what exists is not compared with it. */
  readonly driver?: DriverSpec;
  /** It goes, with what is in it, when its owner does not want it any more: the emptyDir of a pod. */
  readonly isTemporary?: true;
  readonly origin?: SourcePosition;
}

export const hostPathTypes = [
  "",
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
] as const;

/** Source: kubernetes/api core/v1/types.go, HostPathType. `""` checks nothing and creates a missing directory. */
export type HostPathType = (typeof hostPathTypes)[number];

export interface HostPathSpec {
  /** Absolute path on the engine's host. */
  readonly path: string;
  readonly type: HostPathType;
  readonly origin?: SourcePosition;
}
