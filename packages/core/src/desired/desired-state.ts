import type { SourcePosition } from "../errors.ts";
import type { ObjectSpec } from "./object-spec.ts";
import type { ContainerSpec } from "./spec/container-spec.ts";
import type { NetworkSpec } from "./spec/network-spec.ts";
import type { Owner } from "./spec/owner.ts";
import type { HostPathSpec, VolumeSpec } from "./spec/volume-spec.ts";

export * from "./object-spec.ts";
export * from "./spec/container-spec.ts";
export * from "./spec/driver-spec.ts";
export * from "./spec/engine-spec.ts";
export * from "./spec/mount-spec.ts";
export * from "./spec/network-spec.ts";
export * from "./spec/owner.ts";
export * from "./spec/probe-spec.ts";
export * from "./spec/volume-spec.ts";

/** What the user wants on the engine: neutral, fully defaulted, free of any engine's vocabulary. */
export interface DesiredState {
  /** Every applied object, also one that wants nothing (any more): its leftovers are orphans. */
  readonly owners: readonly Owner[];
  readonly networks: readonly NetworkSpec[];
  readonly volumes: readonly VolumeSpec[];
  readonly hostPaths: readonly HostPathSpec[];
  readonly images: readonly ImageSpec[];
  readonly containers: readonly ContainerSpec[];
  /** Values of sensitive variables by fingerprint; kept out of specs, plans, labels and output. */
  readonly secrets: Readonly<Record<string, string>>;
  /**
   * Where each owner's manifest came from, by {@link ownerKey}, without credentials: an absolute path or an address.
   * An owner whose manifest came from standard input has none.
   */
  readonly sources: Readonly<Record<string, string>>;
  /**
   * How many images are kept for each container of an owner, by {@link ownerKey}: the one it runs, and those it ran last.
   * 0: all. An owner whose manifest does not say is not there.
   */
  readonly imageRetention?: Readonly<Record<string, number>>;
  /**
   * Owners that say how many of the same they have, by {@link ownerKey}: those that are too many go on purpose. `together`:
   * all at once; `lastFirst`: one after another, the one with the highest number first.
   */
  readonly scaling?: Readonly<Record<string, "together" | "lastFirst">>;
  /** What is to be noted of the applied objects, of kinds that say so. Left out: nothing. */
  readonly objects?: readonly ObjectSpec[];
  /**
   * Those of the owners that were applied from where these manifests were read, and are not there any more. Left out: none.
   */
  readonly vanished?: readonly Owner[];
  /** Objects of earlier applies that these could refer to. Left out: nobody looked. */
  readonly noted?: readonly Owner[];
  /** What the user should know but what stops nothing. */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly message: string;
  readonly hint?: string;
  readonly at?: SourcePosition;
}

/** `IfPossible`: no policy was written; try to update, make do with the local image (the original's rule). */
export type ImagePolicy = "Always" | "IfNotPresent" | "Never" | "IfPossible";

export interface ImageSpec {
  /** As written in the manifest, with `:latest` added where neither tag nor digest was given. */
  readonly reference: string;
  /** `registry`, or the scheme before `://`, e.g. `docker-archive+s3`. */
  readonly scheme: string;
  readonly policy: ImagePolicy;
  /** {@link EngineSpec.platform} of the containers that are made from it. */
  readonly platform?: string;
  readonly origin?: SourcePosition;
}
