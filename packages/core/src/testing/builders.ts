import type {
  ContainerSpec,
  DesiredState,
  ImageSpec,
  Owner,
  ProbeHandler,
  ProbeSpec,
  VolumeSpec,
} from "../desired/desired-state.ts";

export const testOwner: Owner = { kind: "Hashike", namespace: "default", name: "app" };

/** A container spec with every field at its neutral value, but for what is given. */
export function containerSpec(fields: Partial<ContainerSpec> & { readonly name: string }): ContainerSpec {
  return {
    owner: testOwner,
    role: "main",
    startAfter: [],
    image: "app:1",
    env: [],
    ports: [],
    mounts: [],
    resources: {},
    security: {},
    stdin: false,
    stdinOnce: false,
    tty: false,
    restartPolicy: "Always",
    stopTimeoutSeconds: 30,
    hostAliases: [],
    dns: { nameservers: [], searches: [], options: [] },
    networks: ["hashike"],
    labels: {},
    annotations: {},
    probes: {},
    lifecycle: {},
    update: {
      strategy: "RollingUpdate",
      mayTakeOverPorts: true,
      drainSeconds: 1,
      progressDeadlineSeconds: 600,
    },
    ...fields,
  };
}

/** A probe with the times and thresholds that Kubernetes has for default, but for what is given. */
export function probeSpec(handler: ProbeHandler, fields: Partial<ProbeSpec> = {}): ProbeSpec {
  return {
    handler,
    initialDelaySeconds: 0,
    periodSeconds: 10,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
    ...fields,
  };
}

/**
 * A desired state around container specs: owners, networks, volumes, images and host paths are gathered from them; and
 * as in a manifest, those of an owner that are not main start one after the other, before the main ones.
 * @param more parts that are to be otherwise
 */
export function desiredState(
  containers: readonly ContainerSpec[],
  more: Partial<DesiredState> = {},
): DesiredState {
  const owners = new Map(containers.map((c) => [JSON.stringify(c.owner), c.owner]));
  const volumes = new Map<string, VolumeSpec>();
  const images = new Map<string, ImageSpec>();
  const networks = new Set<string>();
  const hostPaths = new Map<string, DesiredState["hostPaths"][number]>();
  for (const container of containers) {
    images.set(container.image, {
      reference: container.image,
      scheme: "registry",
      policy: "IfNotPresent",
      ...(container.platform === undefined ? {} : { platform: container.platform }),
    });
    for (const network of container.networks) networks.add(network);
    for (const mount of container.mounts) {
      if (mount.type === "volume" && !volumes.has(mount.volume)) {
        volumes.set(mount.volume, { name: mount.volume, owner: container.owner });
      }
      if (mount.type === "hostPath") {
        hostPaths.set(`${mount.path}:${mount.pathType}`, { path: mount.path, type: mount.pathType });
      }
    }
  }
  return {
    owners: [...owners.values()],
    networks: [...networks].map((name) => ({ name, external: false })),
    volumes: [...volumes.values()],
    hostPaths: [...hostPaths.values()],
    images: [...images.values()],
    containers: linked(containers),
    secrets: {},
    sources: {},
    notices: [],
    ...more,
  };
}

function linked(containers: readonly ContainerSpec[]): readonly ContainerSpec[] {
  const chains = new Map<string, string[]>();
  const chainOf = ({ owner }: ContainerSpec) => {
    const key = JSON.stringify(owner);
    const chain = chains.get(key) ?? [];
    chains.set(key, chain);
    return chain;
  };
  const first = containers.map((spec) => {
    if (spec.role === "main") return spec;
    const startAfter = chainOf(spec).slice(-1);
    chainOf(spec).push(spec.name);
    return { ...spec, startAfter };
  });
  return first.map((spec) =>
    spec.role === "main" ? { ...spec, startAfter: [...chainOf(spec).slice(-1), ...spec.startAfter] } : spec,
  );
}
