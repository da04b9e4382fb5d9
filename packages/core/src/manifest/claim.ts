import type { Path } from "./path.ts";

/** What only one object may hold at a time. A second claim is reported with the place of the first. */
export type Claim = ContainerClaim | VolumeClaim | HostPortClaim | NetworkClaim | AddressClaim;

interface ClaimBase {
  /** Where the manifest says so. */
  readonly path: Path;
  /** What to do when another one has it. */
  readonly hint?: string;
}

/** A container's name on the engine. */
export interface ContainerClaim extends ClaimBase {
  readonly type: "container";
  readonly name: string;
}

/** A volume of the engine that is the object's own. An object may claim it twice. */
export interface VolumeClaim extends ClaimBase {
  readonly type: "volume";
  readonly name: string;
}

/** A network that is made as the object says: who says the same of it can have it as well. */
export interface NetworkClaim extends ClaimBase {
  readonly type: "network";
  readonly name: string;
  /** What is said, as a text that is the same for the same. */
  readonly settings: string;
}

/** A fixed address of a container. */
export interface AddressClaim extends ClaimBase {
  readonly type: "address";
  readonly network: string;
  /** As `canonicalIp` gives it. */
  readonly address: string;
}

export interface HostPortClaim extends ClaimBase {
  readonly type: "hostPort";
  readonly number: number;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol: string;
  /** `""` is every address of the host. */
  readonly address: string;
  /** Name of the container that publishes it. */
  readonly container: string;
  /** What others are pointed to. Left out: `path`. */
  readonly entry?: Path;
}
