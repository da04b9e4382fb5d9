import type { SourcePosition } from "../../errors.ts";
import type { DriverSpec } from "./driver-spec.ts";
import type { Owner } from "./owner.ts";

export interface NetworkSpec {
  readonly name: string;
  /** `true`: named by the user, must exist, is never created or removed. */
  readonly external: boolean;
  /** Only on parks. */
  readonly park?: ParkSpec;
  /** What a manifest says of it. Left out: a bridge as the engine makes it; what exists is not compared with it. */
  readonly settings?: NetworkSettingsSpec;
  readonly origin?: SourcePosition;
}

/** What cannot be changed on a network. */
export interface NetworkSettingsSpec {
  /** Options that the engine adds to those are its own. */
  readonly driver: DriverSpec;
  /** None: those that the engine chooses. */
  readonly subnets: readonly SubnetSpec[];
  /** `true`: no way outside. */
  readonly internal: boolean;
  /** Left out: as the engine has it. */
  readonly enableIPv6?: boolean;
}

export interface SubnetSpec {
  /** `172.30.0.0/16` */
  readonly subnet: string;
  readonly gateway?: string;
  /** From which the engine takes addresses: a part of the subnet. */
  readonly ipRange?: string;
}

/** How a container is on a network. Left out: an address of the engine's choosing, and no name but its own. */
export interface AttachmentSpec {
  /** Sorted. */
  readonly aliases?: readonly string[];
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
}

/**
 * A park: a network that keeps a container's host ports free while the container is on it. The container's other
 * networks work as ever.
 */
export interface ParkSpec {
  /** Whose container is put on it. */
  readonly owner: Owner;
  /** The other networks of the containers that are put on it: a park must suit the address families they have. */
  readonly beside: readonly string[];
}
