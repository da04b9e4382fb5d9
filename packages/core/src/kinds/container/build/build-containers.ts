import type {
  ContainerRole,
  ContainerSpec,
  DnsSpec,
  HostPathSpec,
  ImageSpec,
  MountSpec,
  Owner,
  PortProtocol,
  PortSpec,
  RestartPolicy,
  VolumeSpec,
} from "../../../desired/desired-state.ts";
import { isRegistryReference, parseImageReference } from "../../../desired/image-reference.ts";
import type { SecretValues } from "../../../desired/secret-values.ts";
import { HashikeError, type SourcePosition } from "../../../errors.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { buildUpdate } from "../../hashike/build-update.ts";
import type { ContainerManifest } from "../schema/container.ts";
import { hostIpOf } from "../schema/port.ts";
import { expandEnv } from "./build-env.ts";
import { buildLifecycle } from "./build-lifecycle.ts";
import { buildProbes } from "./build-probes.ts";
import { buildResources } from "./build-resources.ts";
import { buildSecurity } from "./build-security.ts";

export interface BuildContainersInput {
  readonly manifest: Manifest;
  readonly owner: Owner;
  readonly networks: readonly string[];
  readonly secrets: SecretValues;
  readonly resolveHostPath: ((path: string, file: string) => string) | undefined;
}

export type ImageWish = ImageSpec;

export interface BuiltContainers {
  readonly containers: readonly ContainerSpec[];
  /** The volumes of the engine that a container mounts. */
  readonly volumes: readonly VolumeSpec[];
  readonly hostPaths: readonly HostPathSpec[];
  readonly images: readonly ImageWish[];
}

type VolumeSource = { readonly shareable: boolean } & (
  | { readonly kind: "volume"; readonly volume: VolumeSpec }
  | { readonly kind: "hostPath"; readonly hostPath: HostPathSpec }
);

/** Specs of one manifest's containers, and of what they need. */
export function buildContainers(input: BuildContainersInput): BuiltContainers {
  const { spec } = input.manifest.value;
  const sources = volumeSources(input);
  const first = spec.initContainers ?? [];
  const inits = first.map((container, index) =>
    buildContainer(input, sources, container, {
      path: ["spec", "initContainers", index],
      role: container.restartPolicy === "Always" ? "sidecar" : "init",
      startAfter: namesOf(first.slice(0, index).slice(-1)),
    }),
  );
  const mains = spec.containers.map((container, index) =>
    buildContainer(input, sources, container, {
      path: ["spec", "containers", index],
      role: "main",
      startAfter: namesOf(first.slice(-1)),
    }),
  );
  const built = [...inits, ...mains];
  const used = new Set(built.flatMap((b) => b.used));
  return {
    containers: built.map((b) => b.container),
    images: built.map((b) => b.image),
    volumes: [...used].flatMap((name) => {
      const source = sources.get(name);
      return source?.kind === "volume" ? [source.volume] : [];
    }),
    hostPaths: [...used].flatMap((name) => {
      const source = sources.get(name);
      return source?.kind === "hostPath" ? [source.hostPath] : [];
    }),
  };
}

function namesOf(containers: readonly ContainerManifest[]): readonly string[] {
  return containers.map(({ name }) => name);
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly role: ContainerRole;
  readonly startAfter: readonly string[];
}

function buildContainer(
  { manifest, owner, networks, secrets }: BuildContainersInput,
  sources: ReadonlyMap<string, VolumeSource>,
  container: ContainerManifest,
  place: Place,
) {
  const { metadata, spec } = manifest.value;
  const origin = manifest.source.locate(place.path);
  const image = buildImage(container, origin);
  const { env, expand } = expandEnv(
    (container.env ?? []).map(({ name, value }) => ({ name, value: value ?? "" })),
    secrets,
  );
  const mounts = container.volumeMounts ?? [];
  const built: ContainerSpec = {
    name: container.name,
    owner,
    origin,
    role: place.role,
    startAfter: place.startAfter,
    image: image.reference,
    // Empty lists count as unset, as in Kubernetes.
    ...(container.command?.length ? { command: container.command.map(expand) } : {}),
    ...(container.args?.length ? { args: container.args.map(expand) } : {}),
    ...(container.workingDir === undefined ? {} : { workingDir: container.workingDir }),
    env,
    ports: (container.ports ?? []).map(buildPort),
    mounts: mounts.flatMap((mount): MountSpec[] => {
      const source = sources.get(mount.name);
      if (source === undefined) return [];
      const at = {
        target: normalizeTarget(mount.mountPath),
        readOnly: mount.readOnly ?? false,
        ...(mount.subPath ? { subPath: mount.subPath } : {}),
        ...(source.shareable ? { shareable: true } : {}),
      };
      return source.kind === "volume"
        ? [{ ...at, type: "volume", volume: mount.name }]
        : [{ ...at, type: "hostPath", path: source.hostPath.path, pathType: source.hostPath.type }];
    }),
    resources: buildResources(container.resources),
    security: buildSecurity(container.securityContext, spec.securityContext),
    stdin: container.stdin ?? false,
    stdinOnce: container.stdinOnce ?? false,
    tty: container.tty ?? false,
    restartPolicy: restartPolicyOf(container.restartPolicy, spec.restartPolicy, place.role),
    stopTimeoutSeconds: spec.terminationGracePeriodSeconds ?? 30,
    hostAliases: spec.hostAliases ?? [],
    dns: buildDns(spec.dnsConfig),
    networks,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    probes: buildProbes(container, expand, secrets),
    lifecycle: buildLifecycle(container, secrets),
    update: buildUpdate(container, spec, metadata.annotations ?? {}),
  };
  return { container: built, image, used: mounts.map((m) => m.name) };
}

function volumeSources({
  manifest,
  owner,
  resolveHostPath,
}: BuildContainersInput): ReadonlyMap<string, VolumeSource> {
  const sources = new Map<string, VolumeSource>();
  for (const [index, volume] of (manifest.value.spec.volumes ?? []).entries()) {
    const { shareable = false } = volume;
    if (volume.hostPath === undefined) {
      const { name, external } = volume;
      const origin = manifest.source.locate(["spec", "volumes", index, "name"]);
      const spec: VolumeSpec = { name, owner, ...(external === true ? { external } : {}), origin };
      sources.set(name, { kind: "volume", shareable, volume: spec });
      continue;
    }
    const { path, type = "" } = volume.hostPath;
    const origin = manifest.source.locate(["spec", "volumes", index, "hostPath", "path"]);
    sources.set(volume.name, {
      kind: "hostPath",
      shareable,
      hostPath: { path: absolutePath(path, manifest.source.file, origin, resolveHostPath), type, origin },
    });
  }
  return sources;
}

function absolutePath(
  path: string,
  file: string,
  at: SourcePosition,
  resolve: BuildContainersInput["resolveHostPath"],
): string {
  if (path.startsWith("/")) return path;
  if (resolve !== undefined) return resolve(path, file);
  const message = `the relative host path ${path} cannot be resolved`;
  throw new HashikeError("MANIFEST_INVALID", message, {
    at,
    hint: "write an absolute path, or give `resolveHostPath`",
    diagnostics: [{ severity: "error", message, at }],
  });
}

function buildImage(container: ContainerManifest, origin: SourcePosition): ImageWish {
  const parsed = parseImageReference(container.image);
  if ("error" in parsed) throw new Error(`a manifest that was checked has the image ${container.image}`);
  return {
    reference: isRegistryReference(parsed) ? parsed.familiar : container.image,
    scheme: parsed.scheme,
    policy: container.imagePullPolicy ?? "IfPossible",
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

/** Init containers run to their end, so the usual Always would be wrong for them: OnFailure stands in. */
function restartPolicyOf(
  own: RestartPolicy | undefined,
  shared: RestartPolicy | undefined,
  role: ContainerRole,
): RestartPolicy {
  const policy = own ?? shared ?? "Always";
  return role === "init" && policy === "Always" ? "OnFailure" : policy;
}

function buildDns(config: Manifest["value"]["spec"]["dnsConfig"]): DnsSpec {
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
