import type { Contribution } from "../../../desired/contribution.ts";
import type {
  ContainerRole,
  ContainerSpec,
  DnsSpec,
  EngineSpec,
  HostNamespaces,
  HostPathSpec,
  ImageSpec,
  MountSpec,
  PortProtocol,
  PortSpec,
  RestartPolicy,
  UpdateSpec,
  VolumeSpec,
} from "../../../desired/desired-state.ts";
import type { SourcePosition } from "../../../errors.ts";
import type { Placed } from "../../../manifest/loose.ts";
import type { Path } from "../../../manifest/path.ts";
import { isRegistryReference, parseImageReference } from "../../../manifest/values/image-reference.ts";
import type { AppliedObject, World } from "../../world.ts";
import type { PodManifest } from "../pod-manifest.ts";
import type { ContainerManifest } from "../schema/container.ts";
import { hostIpOf } from "../schema/port.ts";
import { expandEnv } from "./build-env.ts";
import { buildLifecycle } from "./build-lifecycle.ts";
import { buildProbes } from "./build-probes.ts";
import { buildGpus, buildResources, withGraphics } from "./build-resources.ts";
import { buildSecurity } from "./build-security.ts";
import { type Variable, variablesOf } from "./outside-variables.ts";
import { isFolderOfItsOwn, mountedSecretFiles, type SecretFilesSource } from "./secret-files.ts";

/** What a container mounts by the name of a volume. */
export type VolumeSource = { readonly shareable?: boolean } & (
  | { readonly kind: "volume"; readonly volume: VolumeSpec; readonly hidesImage?: true }
  | { readonly kind: "hostPath"; readonly hostPath: HostPathSpec }
  | { readonly kind: "memory"; readonly sizeBytes?: number }
  | SecretFilesSource
);

export interface BuildContainersInput<Container extends ContainerManifest> {
  readonly object: AppliedObject;
  readonly world: World;
  readonly pod: PodManifest<Container>;
  /** Where the pod is in its manifest. */
  readonly at: Path;
  /** By the names that mounts use. */
  readonly volumes?: ReadonlyMap<string, VolumeSource>;
  /** What the containers call themselves. Left out: what the engine gives them. */
  readonly hostname?: string;
  /** Which ports the host publishes. Left out: every port, without hostPort under its own number. */
  readonly publishes?: "everyPort" | "hostPorts";
  /** Its variables before `$(NAME)` is put in. Left out: those that it has by itself and of files. */
  readonly variables?: (container: Placed<Container>) => readonly Variable[];
  /** How a container is replaced. Left out: as Kubernetes does it. */
  readonly update?: (container: Container) => UpdateSpec;
  /** What a container, no init container, starts after besides the init containers. Left out: nothing. */
  readonly startAfter?: (container: Container) => readonly string[];
  /** What it has of the host's. Left out: nothing. */
  readonly hostNamespaces?: (container: Container) => HostNamespaces;
  /** The networks that it joins. Left out: those of everyone. */
  readonly networks?: (container: Container) => Pick<ContainerSpec, "networks" | "attachments">;
  /** What its own fields say to the engine. */
  readonly engine?: (container: Container) => EngineSpec;
}

/** For objects that do not say how their containers are replaced. */
export const defaultUpdate: UpdateSpec = {
  strategy: "RollingUpdate",
  mayTakeOverPorts: true,
  drainSeconds: 1,
  progressDeadlineSeconds: 600,
};

/** Specs of an object's containers, and of what they need. */
export function buildContainers<Container extends ContainerManifest>(
  input: BuildContainersInput<Container>,
): Contribution {
  const { pod, at, volumes } = input;
  const first = pod.initContainers ?? [];
  const inits = first.map((container, index) =>
    buildContainer(input, container, {
      path: [...at, "initContainers", index],
      role: container.restartPolicy === "Always" ? "sidecar" : "init",
      startAfter: namesOf(first.slice(0, index).slice(-1)),
    }),
  );
  const mains = pod.containers.map((container, index) =>
    buildContainer(input, container, {
      path: [...at, "containers", index],
      role: "main",
      startAfter: [...namesOf(first.slice(-1)), ...(input.startAfter?.(container) ?? [])],
    }),
  );
  const built = [...inits, ...mains];
  const used = [...new Set(built.flatMap((b) => b.used))].flatMap((name) => volumes?.get(name) ?? []);
  return {
    containers: built.map((b) => b.container),
    images: built.map((b) => b.image),
    volumes: used.flatMap((source) => (source.kind === "volume" ? [source.volume] : [])),
    hostPaths: used.flatMap((source) => (source.kind === "hostPath" ? [source.hostPath] : [])),
  };
}

function namesOf(containers: readonly ContainerManifest[]): readonly string[] {
  return containers.map(({ name }) => name);
}

interface Place {
  readonly path: Path;
  readonly role: ContainerRole;
  readonly startAfter: readonly string[];
}

function buildContainer<Container extends ContainerManifest>(
  input: BuildContainersInput<Container>,
  container: Container,
  place: Place,
) {
  const { object, world, pod, volumes, hostname, update, networks, engine, hostNamespaces } = input;
  const { variables = (placed) => variablesOf(placed, object, world) } = input;
  const { metadata } = object.value;
  const { secrets } = world;
  const origin = object.source.locate(place.path);
  const own = engine?.(container);
  const image = buildImage(container, origin, own?.platform);
  const { env, expand } = expandEnv(variables({ value: container, path: place.path }), secrets);
  const gpus = buildGpus(container.resources);
  const shared = hostNamespaces?.(container) ?? {};
  const devices = withGraphics(own?.devices, container.resources);
  const built: ContainerSpec = {
    name: container.name,
    owner: object.owner,
    origin,
    role: place.role,
    startAfter: place.startAfter,
    image: image.reference,
    ...buildCommand(container, expand),
    env,
    ports: (container.ports ?? [])
      .filter(({ hostPort }) => input.publishes !== "hostPorts" || (hostPort ?? 0) > 0)
      .map(buildPort),
    ...buildMounts(container.volumeMounts ?? [], volumes),
    resources: buildResources(container.resources),
    ...(gpus === undefined ? {} : { gpus }),
    security: buildSecurity(container.securityContext, pod.securityContext),
    stdin: container.stdin ?? false,
    stdinOnce: container.stdinOnce ?? false,
    tty: container.tty ?? false,
    restartPolicy: restartPolicyOf(container.restartPolicy, pod.restartPolicy, place.role),
    ...(container.lifecycle?.stopSignal === undefined ? {} : { stopSignal: container.lifecycle.stopSignal }),
    stopTimeoutSeconds: pod.terminationGracePeriodSeconds ?? 30,
    ...(hostname === undefined ? {} : { hostname }),
    hostAliases: pod.hostAliases ?? [],
    dns: buildDns(pod.dnsConfig),
    ...(shared.hostNetwork ? { networks: [] } : (networks?.(container) ?? { networks: world.networks })),
    ...shared,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    probes: buildProbes(container, expand, secrets),
    lifecycle: buildLifecycle(container, secrets),
    update: update?.(container) ?? defaultUpdate,
    ...own,
    ...(devices.length === 0 ? {} : { devices }),
  };
  return { container: built, image, used: (container.volumeMounts ?? []).map((m) => m.name) };
}

function buildImage(
  container: ContainerManifest,
  origin: SourcePosition,
  platform: string | undefined,
): ImageSpec {
  const parsed = parseImageReference(container.image);
  if ("error" in parsed) throw new Error(`a manifest that was checked has the image ${container.image}`);
  return {
    reference: isRegistryReference(parsed) ? parsed.familiar : container.image,
    scheme: parsed.scheme,
    policy: container.imagePullPolicy ?? "IfPossible",
    ...(platform === undefined ? {} : { platform }),
    origin,
  };
}

/** A port without hostPort is published under its own number: the rule of hashike-py. */
function buildPort(port: NonNullable<ContainerManifest["ports"]>[number]): PortSpec {
  return {
    ...(port.name === undefined ? {} : { name: port.name }),
    containerPort: port.containerPort,
    hostPort: port.hostPort || port.containerPort,
    hostIp: hostIpOf(port),
    protocol: (port.protocol ?? "TCP").toLowerCase() as PortProtocol,
  };
}

/** Empty lists count as unset, as in Kubernetes. */
function buildCommand(
  { command, args, workingDir }: ContainerManifest,
  expand: (text: string) => string,
): Pick<ContainerSpec, "command" | "args" | "workingDir"> {
  return {
    ...(command?.length ? { command: command.map(expand) } : {}),
    ...(args?.length ? { args: args.map(expand) } : {}),
    ...(workingDir === undefined ? {} : { workingDir }),
  };
}

type Mounts = NonNullable<ContainerManifest["volumeMounts"]>;

/** Volumes that are mounted, and files that are written into the container in place of one. */
function buildMounts(
  mounts: Mounts,
  volumes: ReadonlyMap<string, VolumeSource> = new Map(),
): Pick<ContainerSpec, "mounts" | "secretFiles"> {
  const placed = mounts.flatMap((mount) => {
    const source = volumes.get(mount.name);
    const at = { target: normalizeTarget(mount.mountPath), subPath: mount.subPath };
    return source === undefined ? [] : [{ mount, source, at }];
  });
  const secretFiles = placed.flatMap(({ source, at }) =>
    source.kind === "secretFiles" ? mountedSecretFiles(source, at) : [],
  );
  return {
    mounts: placed.flatMap(({ mount, source, at }): readonly MountSpec[] => {
      if (source.kind !== "secretFiles") return [buildMount(mount, source)];
      return isFolderOfItsOwn(source, at) ? [{ target: at.target, readOnly: false, type: "files" }] : [];
    }),
    ...(secretFiles.length === 0 ? {} : { secretFiles }),
  };
}

function buildMount(
  mount: NonNullable<ContainerManifest["volumeMounts"]>[number],
  source: Exclude<VolumeSource, SecretFilesSource>,
): MountSpec {
  const at = {
    target: normalizeTarget(mount.mountPath),
    readOnly: mount.readOnly ?? false,
    ...(mount.subPath ? { subPath: mount.subPath } : {}),
    ...(source.shareable ? { shareable: true } : {}),
  };
  switch (source.kind) {
    case "volume":
      return {
        ...at,
        type: "volume",
        volume: source.volume.name,
        ...(source.hidesImage ? { hidesImage: true } : {}),
      };
    case "hostPath":
      return { ...at, type: "hostPath", path: source.hostPath.path, pathType: source.hostPath.type };
    case "memory":
      return {
        ...at,
        type: "memory",
        ...(source.sizeBytes === undefined ? {} : { sizeBytes: source.sizeBytes }),
      };
  }
}

/** Init containers run to their end, so the usual Always would be wrong for them: OnFailure stands in. */
function restartPolicyOf(
  own: RestartPolicy | undefined,
  shared: RestartPolicy | undefined,
  role: ContainerRole,
): RestartPolicy {
  const policy = own ?? shared ?? "Always";
  return role === "init" && policy !== "Never" ? "OnFailure" : policy;
}

function buildDns(config: PodManifest["dnsConfig"]): DnsSpec {
  return {
    nameservers: config?.nameservers ?? [],
    searches: config?.searches ?? [],
    options: (config?.options ?? []).map(({ name, value }) =>
      value === undefined ? name : `${name}:${value}`,
    ),
  };
}

/** `/data/` and `/data` are one place to the engine. */
function normalizeTarget(path: string): string {
  return path.length > 1 ? path.replace(/(?<!\/)\/+$/, "") || "/" : path;
}
