import type {
  ContainerRole,
  DriverSpec,
  HookSpec,
  NetworkSettingsSpec,
  NotedObject,
  Owner,
  PortProtocol,
} from "../desired/desired-state.ts";

/** What a driver found: every candidate, nothing chosen. The planner does all choosing. */
export interface ObservedState {
  readonly engine: EngineFacts;
  readonly networks: readonly ObservedNetwork[];
  readonly volumes: readonly ObservedVolume[];
  /** One for each desired image, in any order. */
  readonly images: readonly ObservedImage[];
  /** One for each desired host path, in any order. */
  readonly hostPaths: readonly ObservedHostPath[];
  /**
   * By path, the files of the host that wanted containers mount read-only ({@link mountedFilePaths}). What is no file, or
   * cannot be seen from here, is not among them.
   */
  readonly mountedFiles?: Readonly<Record<string, FileVersion>>;
  /** Every container of the engine, also those that are not ours: they hold names and ports. */
  readonly containers: readonly ObservedContainer[];
  /** What earlier applies noted about containers of the owners, at most one for each container. */
  readonly revisions: readonly RevisionNote[];
  /**
   * What was applied to containers of the owners in place, at most one for each container of a manifest. It is their
   * {@link ObservedContainer.record} already. Absent: the driver cannot keep it.
   */
  readonly records?: readonly RecordNote[];
  /** What earlier applies noted of objects, of any owner, one for each. Absent: the driver keeps no notes of them. */
  readonly objects?: readonly NotedObject[];
  /** Images on the engine that Hashike has brought for containers, of any owner. Absent: the driver keeps no notes of them. */
  readonly broughtImages?: readonly BroughtImage[];
}

/** An image that was not on the engine before an apply brought it. */
export interface BroughtImage {
  /** The engine's ID. */
  readonly id: string;
  /** What it takes, layers included that it shares with others. */
  readonly bytes: number;
  /** Names that it has now, and that no apply has given it. */
  readonly otherNames: readonly string[];
  /** Each time that it was brought, in any order. */
  readonly notes: readonly BroughtNote[];
}

export interface BroughtNote {
  /** What later notes have is higher, whatever they are about. */
  readonly number: number;
  /** The name that it was given on the engine. */
  readonly name: string;
  readonly users: readonly ImageUser[];
}

/** A container of a manifest that an image is brought for. */
export interface ImageUser {
  readonly owner: Owner;
  /** Name in the manifest. */
  readonly container: string;
  /** The image that it had until then, by the engine's ID; absent when there was no such container. */
  readonly had?: string;
}

/**
 * What was last applied to a container since it was made, without making a new one: its labels, which cannot be
 * changed, tell what it was made from.
 */
export interface RecordNote {
  readonly owner: Owner;
  /** Name in the manifest. */
  readonly container: string;
  /** Of that container alone: one that takes its place is another. */
  readonly containerId: string;
  /** As {@link ObservedContainer.record}. */
  readonly record: string;
}

/** What is remembered, on the engine, about the revisions of one container. */
export interface RevisionNote {
  readonly owner: Owner;
  /** Name in the manifest. */
  readonly container: string;
  /** The last revision that failed; absent once another one has worked. A note with neither says nothing any more. */
  readonly failed?: FailedRevision;
  /** Absent while it has what it was created with. */
  readonly taken?: TakenFiles;
}

/** What a container has taken over since its creation of the files that it mounts. */
export interface TakenFiles {
  readonly containerId: string;
  readonly files: Readonly<Record<string, FileVersion>>;
}

/** Tells whether a file is as it was, without reading it. */
export interface FileVersion {
  /** Another one when a new file has taken its place, as editors do. Absent where that cannot be told. */
  readonly file?: string;
  /** Another one when it was written to. */
  readonly content: string;
}

export interface FailedRevision {
  /** A fingerprint of what the container is made from, and the image behind its reference. */
  readonly revision: string;
  /** How often in a row. */
  readonly failures: number;
  /** Seconds since the epoch, by the engine's clock. */
  readonly atSeconds: number;
  /** What it failed with, on one line and without secrets. */
  readonly reason: string;
}

export interface EngineFacts {
  /** What the engine is and where: `Docker Engine at unix:///var/run/docker.sock`. */
  readonly description: string;
  readonly apiVersion: string;
  /** Seconds since the epoch, by the engine's clock. */
  readonly nowSeconds: number;
  /**
   * Paths of the record that can be given another value on a running container: `resources.memoryLimitBytes`, …
   * Taking a value away needs a new container.
   */
  readonly updatablePaths: readonly string[];
  /**
   * `true`: a container claims its host ports when it starts, on whatever network (Podman). Default `false`.
   */
  readonly claimsPortsAtStart?: boolean;
  /**
   * Why no container can run on this engine while another one has its host ports; absent: it can, or nobody has tried.
   */
  readonly cannotPark?: string;
  /**
   * By field of a {@link ContainerSpec} that it would drop and say nothing, or refuse only when others have been created,
   * why: `healthCheck.startIntervalMs`, …; `devices.*.cdi` is that of each item of a list.
   */
  readonly unsupported?: Readonly<Record<string, string>>;
  /** `linux/amd64`: what it runs without emulation. Absent where no image names its platform. */
  readonly platform?: string;
  /** Free on the disk that it keeps images on. Absent where that cannot be seen, and where none are to be brought. */
  readonly freeImageBytes?: number;
}

/**
 * Whose something is, told from its labels alone.
 * `owned`: has an owner. `unowned`: Hashike's, but without an owner (shared, or made by hashike-py).
 * `foreign`: not ours; must never be touched.
 */
export type Ownership =
  | { readonly kind: "owned"; readonly owner: Owner }
  | { readonly kind: "unowned" }
  | { readonly kind: "foreign" };

export interface ObservedNetwork {
  readonly id: string;
  readonly name: string;
  readonly ownership: Ownership;
  /**
   * Made by an apply to keep host ports free ({@link ParkSpec}), to be gone when it ends. Its ownership is `owned`.
   * The staging networks of earlier versions count as parks, too.
   */
  readonly isPark: boolean;
  /**
   * What becomes of host ports of the containers on it. `published`: they are published. `internal`: they are not, but
   * another network of the container may do it. `ignored`: they are not, and it may keep another one from it (`macvlan`,
   * `host`, …). Absent when not known.
   */
  readonly hostPorts?: "published" | "internal" | "ignored";
  /** How it was made; only of those of which a manifest says something. */
  readonly settings?: NetworkSettingsSpec;
}

export interface ObservedVolume {
  readonly name: string;
  readonly ownership: Ownership;
  /** {@link VolumeSpec.isTemporary} */
  readonly isTemporary?: true;
  /** What made it, with its options as they are. Absent when not known: it is not compared then. */
  readonly driver?: DriverSpec;
}

export interface ObservedImage {
  /** {@link ImageSpec.reference} */
  readonly reference: string;
  /** The engine's ID of what the reference names now; absent when the engine does not have it. */
  readonly localId?: string;
  /** Digests under which the local image is known at its registry. */
  readonly localDigests: readonly string[];
  /** `linux/amd64`: the engine has what the reference names for this platform, and not for the wanted one. */
  readonly otherPlatform?: string;
  readonly remote: RemoteImage;
}

/**
 * What the place an image comes from says about it.
 * `unread`: it has a version that can only be told by loading it. `invalid`: what it has is refused; an image on the
 * engine does not make up for it. `unasked`: the policy did not need it. `unsupported`: the engine cannot tell without
 * downloading.
 */
export type RemoteImage =
  | {
      readonly status: "current";
      readonly digest: string;
      readonly transfer?: ImageTransfer;
      /** What the user should know of how it was asked. */
      readonly notice?: string;
    }
  | { readonly status: "unread"; readonly version: string; readonly transfer?: ImageTransfer }
  | { readonly status: "invalid"; readonly reason: string; readonly hint?: string }
  | { readonly status: "unasked" }
  | { readonly status: "unsupported"; readonly reason: string; readonly notice?: string }
  | {
      readonly status: "unreachable" | "denied" | "not-found";
      readonly reason: string;
      /** What to do about it, where the source knows better than the planner. */
      readonly hint?: string;
    };

/** What bringing an image costs: the layers that the engine lacks, of all it has. */
export interface ImageTransfer {
  readonly bytes: number;
  readonly totalBytes: number;
  /** Absent where layers cannot be told before they are read. */
  readonly layers?: number;
  readonly totalLayers?: number;
}

export type HostPathKind =
  | "missing"
  | "directory"
  | "file"
  | "socket"
  | "charDevice"
  | "blockDevice"
  | "other"
  /** The driver cannot look without writing; checked as the first action of an apply. */
  | "unknown";

export interface ObservedHostPath {
  readonly path: string;
  readonly kind: HostPathKind;
  /** Of a missing one: the nearest folder above it that is there. The engine makes what is below when a container starts. */
  readonly existingParent?: string;
}

export type ContainerState = "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";

export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly ownership: Ownership;
  /** Name in the manifest; it differs from `name` while a replacement is under way. Only on owned containers. */
  readonly specName?: string;
  /** {@link ContainerSpec.podName} */
  readonly podName?: string;
  /** {@link ContainerSpec.position} */
  readonly position?: number;
  /** Of its manifest. Absent: it has none, or nobody told. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `helper`: a short-lived container of Hashike itself. Only on owned containers. */
  readonly role?: ContainerRole | "helper";
  /** The last-applied record (see `encodeRecord`), as text: what it was made from, or was given in place since. */
  readonly record?: string;
  /** Ids of the finished init containers that were there when it was created. Only on owned containers. */
  readonly ranAfter?: readonly string[];
  readonly state: ContainerState;
  /** `true` when `state` is `exited` with exit code 0. */
  readonly exitedZero: boolean;
  /** Somebody stopped it who is not Hashike; only told of those that have the restart policy `UnlessStopped`. */
  readonly isStoppedByHand?: true;
  /** What its last run ended with; only while it is `exited` or `restarting`. */
  readonly exitCode?: number;
  /** Its health check says that it does not work. */
  readonly isUnhealthy?: true;
  /** How often the engine has started it again since it was last started; only of those that are wanted. */
  readonly restarts?: number;
  /** Seconds since the epoch, with a fraction, by the engine's clock; only of those that are wanted. */
  readonly startedAtSeconds?: number;
  /** Seconds since the epoch, by the engine's clock. */
  readonly createdAtSeconds: number;
  readonly image: string;
  readonly imageId: string;
  readonly networks: readonly ObservedAttachment[];
  /** Id of the container whose network it uses instead of one of its own. */
  readonly sandboxId?: string;
  /** Volumes that have no name but the engine's; absent where there are none. Not of foreign containers. */
  readonly anonymousVolumes?: readonly AnonymousVolume[];
  /** Host ports it holds now; empty unless running. */
  readonly publishedPorts: readonly PublishedPort[];
  /** The engine's own words, e.g. `Up 2 minutes`. */
  readonly statusText: string;
  /**
   * Settings of the running container that are not what the desired spec asks for, e.g. after a `docker update`, at
   * paths that {@link EngineFacts.updatablePaths} lists. Absent when it was not looked at: it is not up, or not wanted.
   */
  readonly liveDifferences?: readonly LiveDifference[];
  /** Its log is a file that nothing bounds. Absent when nobody looked, as with {@link liveDifferences}. */
  readonly hasGrowingLog?: true;
  /** What it was created to do before it is stopped. Only on owned containers. */
  readonly preStop?: HookSpec;
  /**
   * The files of {@link ObservedState.mountedFiles} that it had at its creation. Absent when nobody looked. Only on owned
   * containers.
   */
  readonly mountedFiles?: Readonly<Record<string, FileVersion>>;
  /** {@link DesiredState.sources} at its creation. Only on owned containers. */
  readonly source?: string;
}

export interface LiveDifference {
  /** In the words of the record: `resources.memoryLimitBytes`. */
  readonly path: string;
  /** In the record's unit; absent: none is set. */
  readonly live?: string | number;
}

/** A volume that the engine makes for a container where its image asks for one. */
export interface AnonymousVolume {
  /** The engine's name for it. */
  readonly name: string;
  /** Absolute path in the container. */
  readonly target: string;
}

export interface ObservedAttachment {
  readonly network: string;
  readonly networkId: string;
  /** Those that it has there now. Absent when nobody looked: no wanted container has a fixed one. */
  readonly addresses?: readonly string[];
  /** Names that it has there besides its own, and perhaps more. Absent when nobody looked at how it is there. */
  readonly aliases?: readonly string[];
  /** Those that it is to have, whenever it runs. */
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
}

export interface PublishedPort {
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: PortProtocol;
}
