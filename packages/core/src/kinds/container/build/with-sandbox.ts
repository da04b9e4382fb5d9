import type { Contribution } from "../../../desired/contribution.ts";
import type { ContainerSpec, ImageSpec, MountSpec, UpdateSpec } from "../../../desired/desired-state.ts";

export interface SandboxOptions {
  /** The engine's name for it, which no container of the pod has. */
  readonly name: string;
  /** The containers see each other's processes. Default `false`. */
  readonly sharesProcesses?: boolean;
  /** What it keeps mounted, so that it is there between one container and the next. Default: nothing. */
  readonly mounts?: readonly MountSpec[];
}

/** Drivers have it: it does nothing, and comes from no registry. */
const sandboxImage: ImageSpec = { reference: "hashike://pause", scheme: "hashike", policy: "IfNotPresent" };

/**
 * Makes a pod of the containers of one object: what they have of networks, ports and name resolution becomes that of a
 * sandbox, whose namespaces they share.
 * @param contribution of an object without other containers
 */
export function withSandbox(
  contribution: Contribution,
  { name, sharesProcesses = false, mounts = [] }: SandboxOptions,
): Contribution {
  const { containers = [], images = [] } = contribution;
  const [first] = containers;
  if (first === undefined) return contribution;
  const sandbox = { ...sandboxSpec(name, first, containers), mounts };
  const pod = { sandbox: name, ...(sharesProcesses ? { sharesProcesses: true as const } : {}) };
  return {
    ...contribution,
    containers: [
      sandbox,
      ...containers.map(({ attachments: _, hostname: __, ...spec }) => ({
        ...spec,
        startAfter: spec.startAfter.length === 0 ? [name] : spec.startAfter,
        pod,
        networks: [],
        ports: [],
        hostAliases: [],
        dns: { nameservers: [], searches: [], options: [] },
      })),
    ],
    images: [...images, sandboxImage],
  };
}

function sandboxSpec(
  name: string,
  first: ContainerSpec,
  containers: readonly ContainerSpec[],
): ContainerSpec {
  const { owner, origin, networks, hostname, hostAliases, dns, labels, annotations } = first;
  // It is ready at once, and there is nothing that one would have to wait for.
  const update: UpdateSpec = { ...first.update, minReadySeconds: 0 };
  return {
    name,
    owner,
    ...(origin === undefined ? {} : { origin }),
    role: "sandbox",
    startAfter: [],
    image: sandboxImage.reference,
    env: [],
    ports: containers.flatMap(({ ports }) => ports),
    mounts: [],
    resources: {},
    security: {},
    stdin: false,
    stdinOnce: false,
    tty: false,
    restartPolicy: containers.some(({ restartPolicy }) => restartPolicy === "Always")
      ? "Always"
      : "OnFailure",
    stopTimeoutSeconds: 0,
    ...(hostname === undefined ? {} : { hostname }),
    hostAliases,
    dns,
    networks,
    ...(first.attachments === undefined ? {} : { attachments: first.attachments }),
    labels,
    annotations,
    probes: {},
    lifecycle: {},
    update,
  };
}
