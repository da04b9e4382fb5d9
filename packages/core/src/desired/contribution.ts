import type {
  ContainerSpec,
  DesiredState,
  HostPathSpec,
  ImageSpec,
  NetworkSpec,
  Notice,
  VolumeSpec,
} from "./desired-state.ts";

/** What one object adds to the desired state. What is left out is nothing. */
export interface Contribution {
  readonly containers?: readonly ContainerSpec[];
  /** The volumes of the engine that its containers mount. */
  readonly volumes?: readonly VolumeSpec[];
  /** Networks that its containers join, but for those of everyone. */
  readonly networks?: readonly NetworkSpec[];
  readonly hostPaths?: readonly HostPathSpec[];
  /** What its containers are made from; each may be there several times. */
  readonly images?: readonly ImageSpec[];
  /** {@link DesiredState.imageRetention} of its owner. */
  readonly imageRetention?: Readonly<Record<string, number>>;
  /** {@link DesiredState.scaling} of its owner. */
  readonly scaling?: DesiredState["scaling"];
  readonly notices?: readonly Notice[];
}

/** All that objects contribute, each thing once. */
export type Contributed = Pick<DesiredState, keyof Contribution>;
