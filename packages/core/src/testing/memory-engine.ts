import type {
  ContainerRole,
  ContainerSpec,
  DriverSpec,
  HookSpec,
  NetworkSettingsSpec,
  NotedObject,
} from "../desired/desired-state.ts";
import { mountedFilePaths } from "../desired/mounted-files.ts";
import { type ErrorCode, HashikeError } from "../errors.ts";
import type {
  AnonymousVolume,
  BroughtNote,
  ContainerState,
  FileVersion,
  HostPathKind,
  ObservedAttachment,
  Ownership,
  PublishedPort,
  RecordNote,
  RemoteImage,
  RevisionNote,
} from "../observed/observed-state.ts";
import { portsClash } from "../plan/claims/host-ports.ts";

export interface MemoryContainer {
  id: string;
  name: string;
  ownership: Ownership;
  specName?: string;
  position?: number;
  labels?: Readonly<Record<string, string>>;
  role?: ContainerRole | "helper";
  record?: string;
  ranAfter?: readonly string[];
  state: ContainerState;
  exitCode: number;
  createdAtSeconds: number;
  image: string;
  imageId: string;
  networks: ObservedAttachment[];
  /** The container whose network it uses. */
  sandboxId?: string;
  /** By the engine's clock, with a fraction that tells starts within a second apart. */
  startedAtSeconds?: number;
  ports: readonly PublishedPort[];
  /** It runs without its host ports: it was started on a park, or could not have them. */
  isWithoutPorts?: boolean;
  preStop?: HookSpec;
  source?: string;
  anonymousVolumes?: readonly AnonymousVolume[];
  mountedFiles?: Readonly<Record<string, FileVersion>>;
  /** Settings that were changed since; those of the spec where absent. */
  settings?: Pick<ContainerSpec, "resources" | "restartPolicy" | "role">;
  /** How it was made; absent on a container that Hashike did not make. */
  spec?: ContainerSpec;
  /** What its process was sent. */
  signals?: readonly string[];
  /** Why the engine cannot remove it; it is dead when that was tried. Absent: it can. */
  whyNotRemoved?: string;
  /** What it logged so far. */
  lines: string[];
}

export interface MemoryNetwork {
  id: string;
  ownership: Ownership;
  isPark: boolean;
  /** It does not lead outside. Default: as a park. */
  isInternal?: boolean;
  settings?: NetworkSettingsSpec;
}

export interface MemoryVolume {
  ownership: Ownership;
  isTemporary?: true;
  driver?: DriverSpec;
  /** The container that it was made for without a name. */
  madeFor?: string;
}

export interface MemoryImage {
  id: string;
  digests: readonly string[];
  /** Paths for which it asks for a volume. Default: none. */
  volumes?: readonly string[];
}

/** What a process does when its container is started. */
export interface Behaviour {
  readonly state: "running" | "exited";
  /** Whether it gets ready. Default: when it runs. */
  readonly readiness?: "ready" | "never";
  readonly exitCode?: number;
  readonly lines?: readonly string[];
}

/**
 * An engine that is only data: names are unique, ports and networks are held by who runs, as on the real one.
 * A test sets its fields, lets a driver act on it, and looks at them again.
 */
export interface MemoryEngine {
  readonly networks: Map<string, MemoryNetwork>;
  readonly volumes: Map<string, MemoryVolume>;
  /** What the engine has, by reference. */
  readonly images: Map<string, MemoryImage>;
  /** What the places that images come from have, by reference; what is absent is `not-found`. */
  readonly remotes: Map<string, RemoteImage>;
  readonly hostPaths: Map<string, HostPathKind>;
  /** Its host is another machine: what is there can only be seen by actions. */
  isElsewhere: boolean;
  /** Of those of the host's files about which a test says it. */
  readonly fileVersions: Map<string, FileVersion>;
  /** By id. */
  readonly containers: Map<string, MemoryContainer>;
  /** Told from a spec; by default init containers exit with 0 and all others run. */
  behave: (spec: ContainerSpec) => Behaviour;
  /** What a hook wrote when it fails; `undefined` when it does not. By default none fails. */
  runHook: (hook: HookSpec) => readonly string[] | undefined;
  /** By owner and container. */
  readonly revisions: Map<string, RevisionNote>;
  /** By owner and container. */
  readonly records: Map<string, RecordNote>;
  /** What is noted of objects, by owner. */
  readonly objects: Map<string, NotedObject>;
  /** The values that they must not show, by fingerprint. */
  readonly objectValues: Map<string, string>;
  /** What is noted about images that were brought, by their ids. */
  readonly brought: Map<string, BroughtNote[]>;
  /** Why it cannot make a park. Absent: it can. */
  whyNoParks?: string;
  /** {@link EngineFacts.cannotPark}: noted when a park was tried. */
  cannotPark?: string;
  /** Seconds since the epoch; a test moves it. */
  nowSeconds: number;
  /** Ids and timestamps count up: no clock, no randomness. */
  nextId: number;
  /** How many processes it has started. */
  starts: number;
}

export function createMemoryEngine(): MemoryEngine {
  return {
    networks: new Map(),
    volumes: new Map(),
    images: new Map(),
    remotes: new Map(),
    hostPaths: new Map(),
    isElsewhere: false,
    fileVersions: new Map(),
    containers: new Map(),
    behave: (spec) => (spec.role === "init" ? { state: "exited", exitCode: 0 } : { state: "running" }),
    runHook: () => undefined,
    revisions: new Map(),
    records: new Map(),
    objects: new Map(),
    objectValues: new Map(),
    brought: new Map(),
    nowSeconds: 1_000_000,
    nextId: 1,
    starts: 0,
  };
}

/** A new id. Ids of one engine never repeat, and as on a real one the first 12 characters tell them apart. */
export function newId(engine: MemoryEngine, suffix: string): string {
  const id = `${String(engine.nextId).padStart(12, "0")}${suffix}`;
  engine.nextId += 1;
  return id;
}

export function findByName(engine: MemoryEngine, name: string): MemoryContainer | undefined {
  for (const container of engine.containers.values()) if (container.name === name) return container;
  return undefined;
}

export function requireContainer(engine: MemoryEngine, id: string): MemoryContainer {
  const container = engine.containers.get(id);
  if (container === undefined)
    throw new HashikeError("DRIVER_CONTAINER_GONE", `container ${id} does not exist`);
  return container;
}

/** The versions of the files that containers mount read-only. */
export function mountedFiles(
  engine: MemoryEngine,
  specs: readonly ContainerSpec[],
): Readonly<Record<string, FileVersion>> {
  const paths = [...new Set(specs.flatMap(mountedFilePaths))];
  return Object.fromEntries(
    paths.flatMap((path) => {
      const version = engine.fileVersions.get(path);
      return version === undefined ? [] : [[path, version] as const];
    }),
  );
}

/** Lets the container's process begin. @throws HashikeError when a network is gone or a host port is held */
export function startProcess(engine: MemoryEngine, container: MemoryContainer): void {
  if (container.state === "running") return;
  for (const { network, networkId } of container.networks) {
    if (engine.networks.get(network)?.id !== networkId) {
      throw new HashikeError("DRIVER_CONTAINER_START_FAILED", `network ${network} is gone`);
    }
  }
  claimAddresses(engine, container);
  for (const mount of container.spec?.mounts ?? []) {
    if (mount.type === "hostPath" && !engine.hostPaths.has(mount.path))
      engine.hostPaths.set(mount.path, "directory");
  }
  if (container.sandboxId !== undefined && engine.containers.get(container.sandboxId)?.state !== "running") {
    throw new HashikeError("DRIVER_CONTAINER_START_FAILED", "cannot join network of a non running container");
  }
  engine.starts += 1;
  container.startedAtSeconds = engine.nowSeconds + engine.starts / 1_000_000;
  if (isParked(engine, container)) container.isWithoutPorts = true;
  else claimPorts(engine, container);
  const behaviour = behaviourOf(engine, container);
  container.state = behaviour.state;
  container.exitCode = behaviour.exitCode ?? 0;
  container.lines.push(...(behaviour.lines ?? []));
}

function behaviourOf(engine: MemoryEngine, { id, ports, spec }: MemoryContainer): Behaviour {
  if (spec === undefined) return { state: "running" };
  const holder = spec.hostNetwork === true ? whoHasOne(engine, ports, id) : undefined;
  if (holder === undefined) return engine.behave(spec);
  return { state: "exited", exitCode: 1, lines: [`address already in use: ${holder.port.hostPort}`] };
}

/** Whether a probe of a started container would succeed. */
export function isReady(engine: MemoryEngine, container: MemoryContainer): boolean {
  if (!isUp(container)) return hasDoneItsWork(container);
  return container.spec === undefined || engine.behave(container.spec).readiness !== "never";
}

function hasDoneItsWork({ state, exitCode, settings, spec }: MemoryContainer): boolean {
  return (
    state === "exited" &&
    exitCode === 0 &&
    ["Never", "OnFailure"].includes((settings ?? spec)?.restartPolicy ?? "Never")
  );
}

/** @throws HashikeError when a running container has one of its fixed addresses */
export function claimAddresses(engine: MemoryEngine, container: MemoryContainer): void {
  for (const { network, ipv4Address, ipv6Address } of container.networks) {
    const wanted = [ipv4Address, ipv6Address].filter((address) => address !== undefined);
    for (const other of engine.containers.values()) {
      if (other.id === container.id || !isUp(other)) continue;
      const held = other.networks.filter((n) => n.network === network);
      const taken = wanted.find((address) => held.some((n) => addressesOf(n).includes(address)));
      if (taken === undefined) continue;
      throw new HashikeError("DRIVER_NETWORK_FAILED", `address ${taken} is that of ${other.name}`);
    }
  }
}

/** Those that are fixed: no others are given out here. */
export function addressesOf({ ipv4Address, ipv6Address }: ObservedAttachment): readonly string[] {
  return [ipv4Address, ipv6Address].filter((address) => address !== undefined);
}

/** Host ports that it holds: those of a running container on a network that leads outside, and on no park. */
export function heldPorts(container: MemoryContainer, engine: MemoryEngine): readonly PublishedPort[] {
  const holds = isUp(container) && leadsOutside(engine, container) && container.isWithoutPorts !== true;
  return holds ? container.ports : [];
}

/** On a park, nobody has host ports. */
export function isParked(engine: MemoryEngine, { networks }: MemoryContainer): boolean {
  return networks.some((n) => engine.networks.get(n.network)?.isPark);
}

/** What Hashike did not make is reachable, whatever a test says of its networks. */
function leadsOutside(engine: MemoryEngine, { spec, networks }: MemoryContainer): boolean {
  return spec === undefined || networks.some((n) => !isInternal(engine.networks.get(n.network)));
}

export function isInternal(network: MemoryNetwork | undefined): boolean {
  return network?.isInternal ?? network?.isPark ?? false;
}

/** @throws HashikeError when another container holds one of its ports; then it has none */
export function claimPorts(
  engine: MemoryEngine,
  container: MemoryContainer,
  code: ErrorCode = "DRIVER_CONTAINER_START_FAILED",
): void {
  if (!leadsOutside(engine, container)) return;
  container.isWithoutPorts = true;
  const holder = whoHasOne(engine, container.ports, container.id);
  if (holder !== undefined)
    throw new HashikeError(code, `host port ${holder.port.hostPort} is held by ${holder.name}`);
  delete container.isWithoutPorts;
}

/** One that is on the host's network listens on its ports itself: nobody sees them, and nobody else can have them. */
function whoHasOne(
  engine: MemoryEngine,
  ports: readonly PublishedPort[],
  except: string,
): { readonly name: string; readonly port: PublishedPort } | undefined {
  for (const port of ports) {
    for (const other of engine.containers.values()) {
      if (other.id === except || !other.ports.some((held) => portsClash(held, port))) continue;
      const listens = isUp(other) && other.spec?.hostNetwork === true;
      if (listens || heldPorts(other, engine).length > 0) return { name: other.name, port };
    }
  }
  return undefined;
}

export function isUp(container: MemoryContainer): boolean {
  return ["running", "paused", "restarting"].includes(container.state);
}
