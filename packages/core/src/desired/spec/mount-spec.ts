import type { HostPathType } from "./volume-spec.ts";

export type MountSpec = {
  readonly target: string;
  readonly readOnly: boolean;
  /** Relative path below the source. */
  readonly subPath?: string;
  /** `true`: two containers may write to it at once, so a new one can run beside the old one. */
  readonly shareable?: boolean;
} & (
  | {
      readonly type: "volume";
      readonly volume: string;
      /** `true`: an empty one stays empty. Absent: it takes over what the image has at its place. */
      readonly hidesImage?: true;
    }
  | { readonly type: "hostPath"; readonly path: string; readonly pathType: HostPathType }
  /** The container's own, gone when it stops. Without a size: what the kernel gives, half of the host's memory. */
  | { readonly type: "memory"; readonly sizeBytes?: number }
  /** An empty volume of the container's own, for its secret files: made with it, and removed with it. */
  | { readonly type: "files" }
);

/** A file that is written into the container when it is created, and goes with it. */
export interface SecretFileSpec {
  /** Absolute, in the container. Folders that are missing are made. */
  readonly path: string;
  /** The fingerprint of what is in it: see {@link DesiredState.secrets}. */
  readonly secret: string;
  /** That the value is the bytes in base64. Left out: it is the text. */
  readonly encoding?: "base64";
  /** Permissions: 0o400. */
  readonly mode: number;
  /** Left out: the user that the container runs as. */
  readonly uid?: number;
  readonly gid: number;
}

/** What others can mount as well. */
export type SharedMountSpec = Extract<MountSpec, { readonly type: "volume" | "hostPath" }>;
