import type {
  AnonymousVolume,
  ContainerState,
  ObservedAttachment,
  ObservedContainer,
  ObservedNetwork,
  PortProtocol,
  PublishedPort,
} from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import {
  type Labels,
  labelName,
  manifestLabelsOf,
  mountedFilesOf,
  ownershipOf,
  positionOf,
  preStopOf,
  ranAfterOf,
  roleOf,
  sourceOf,
} from "../labels.ts";

/** One entry of `GET /containers/json`, as far as Hashike reads it. Podman's lacks some fields. */
export interface ListedContainer {
  readonly Id: string;
  readonly Names: readonly string[] | null;
  readonly Image: string;
  readonly ImageID: string;
  /** Seconds since the epoch. */
  readonly Created: number;
  readonly Ports: readonly ListedPort[] | null;
  readonly Labels: Labels | null;
  readonly State: string;
  readonly Status: string;
  readonly HostConfig?: { readonly NetworkMode?: string } | null;
  readonly Mounts?: readonly ListedMount[] | null;
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, ListedEndpoint | null>> | null;
  } | null;
}

export interface ListedEndpoint {
  readonly NetworkID?: string;
  readonly IPAddress?: string;
  readonly GlobalIPv6Address?: string;
}

export interface ListedMount {
  readonly Type: string;
  /** Of a volume. */
  readonly Name?: string;
  readonly Destination: string;
}

export interface ListedPort {
  readonly IP?: string;
  readonly PrivatePort: number;
  readonly PublicPort?: number;
  readonly Type: string;
}

/**
 * Every container of the engine. The list does not tell exit codes, and asking for each would be a call for each:
 * a second list of those that ended with 0 does, and only when an owned one has ended.
 */
export async function listContainers(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<{ readonly containers: readonly ListedContainer[]; readonly endedWithZero: ReadonlySet<string> }> {
  const containers = await client.get<readonly ListedContainer[]>("/containers/json", {
    query: { all: "1" },
    signal,
  });
  const needsCodes = containers.some((c) => c.State === "exited" && ownershipOf(c.Labels).kind === "owned");
  if (!needsCodes) return { containers, endedWithZero: new Set() };
  const filters = JSON.stringify({ label: [labelName.hashike], exited: ["0"] });
  const ended = await client.get<readonly ListedContainer[]>("/containers/json", {
    query: { all: "1", filters },
    signal,
  });
  return { containers, endedWithZero: new Set(ended.map((c) => c.Id)) };
}

/**
 * @param networks the engine's, to find an attachment's network ID where the list leaves it out
 * @param looksAtAddresses whether a wanted container has more on a network than others
 */
export function observedContainer(
  listed: ListedContainer,
  networks: readonly ObservedNetwork[],
  endedWithZero: ReadonlySet<string>,
  looksAtAddresses = false,
): ObservedContainer {
  const ownership = ownershipOf(listed.Labels);
  const state = containerState(listed.State);
  const volumes = ownership.kind === "foreign" ? [] : anonymousVolumes(listed.Mounts ?? []);
  return {
    id: listed.Id,
    name: (listed.Names?.[0] ?? "").replace(/^\//, ""),
    ownership,
    ...(ownership.kind === "owned" ? toldByLabels(listed.Labels ?? {}) : {}),
    state,
    exitedZero: state === "exited" && endedWithZero.has(listed.Id),
    ...toldByStatus(listed.Status, state),
    createdAtSeconds: listed.Created,
    image: listed.Image,
    imageId: listed.ImageID,
    networks: attachments(listed, networks, looksAtAddresses),
    ...sandboxOf(listed.HostConfig?.NetworkMode),
    ...(volumes.length === 0 ? {} : { anonymousVolumes: volumes }),
    publishedPorts: state === "running" || state === "paused" ? publishedPorts(listed.Ports ?? []) : [],
    statusText: listed.Status,
  };
}

/** What Hashike noted on a container of its own when it made it, as far as it did. */
function toldByLabels(labels: Labels): Partial<ObservedContainer> {
  const told = {
    specName: labels[labelName.container],
    podName: labels[labelName.pod],
    role: roleOf(labels),
    position: positionOf(labels),
    labels: manifestLabelsOf(labels),
    record: labels[labelName.lastApplied],
    ranAfter: ranAfterOf(labels),
    preStop: preStopOf(labels),
    source: sourceOf(labels),
    mountedFiles: mountedFilesOf(labels),
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

/** `Exited (7) 5 minutes ago`, `Restarting (7) 2 seconds ago`, `Up 3 minutes (unhealthy)`. */
function toldByStatus(
  status: string,
  state: ContainerState,
): Pick<ObservedContainer, "exitCode" | "isUnhealthy"> {
  if (state === "running") return /\(unhealthy\)$/.test(status) ? { isUnhealthy: true } : {};
  const code = /^(?:Exited|Restarting) \((\d+)\)/.exec(status)?.[1];
  return code === undefined ? {} : { exitCode: Number(code) };
}

function sandboxOf(networkMode = ""): Pick<ObservedContainer, "sandboxId"> {
  const [, sandboxId] = /^container:(.+)$/.exec(networkMode) ?? [];
  return sandboxId === undefined ? {} : { sandboxId };
}

/** Engines name them so, and tell only from 23.0 on by a label of the volume that nobody named it. */
const engineMadeName = /^[0-9a-f]{64}$/;

function anonymousVolumes(mounts: readonly ListedMount[]): readonly AnonymousVolume[] {
  return mounts
    .flatMap(({ Type, Name = "", Destination }) =>
      Type === "volume" && engineMadeName.test(Name) ? [{ name: Name, target: Destination }] : [],
    )
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** Podman has words of its own for steps that Docker does not tell apart. */
const podmanStates: Readonly<Record<string, ContainerState>> = {
  configured: "created",
  initialized: "created",
  stopping: "running",
  stopped: "exited",
};

const dockerStates: ReadonlySet<string> = new Set<ContainerState>([
  "created",
  "running",
  "paused",
  "restarting",
  "removing",
  "exited",
  "dead",
]);

function containerState(state: string): ContainerState {
  if (dockerStates.has(state)) return state as ContainerState;
  return podmanStates[state] ?? "dead";
}

/**
 * Docker leaves the network's ID out before the first start, and Podman gives its name instead. An ID that no
 * network has any more stays: it tells that the network was removed, or made anew under the same name.
 */
function attachments(
  listed: ListedContainer,
  networks: readonly ObservedNetwork[],
  looksAtAddresses: boolean,
): readonly ObservedAttachment[] {
  return Object.entries(listed.NetworkSettings?.Networks ?? {}).map(([network, endpoint]) => {
    const told = endpoint?.NetworkID ?? "";
    const isTold = told !== "" && told !== network;
    const networkId = isTold ? told : (networks.find((n) => n.name === network)?.id ?? "");
    return { network, networkId, ...(looksAtAddresses ? addressesOf(endpoint ?? {}) : {}) };
  });
}

function addressesOf({ IPAddress = "", GlobalIPv6Address = "" }: ListedEndpoint) {
  return { addresses: [IPAddress, GlobalIPv6Address].filter((address) => address !== "") };
}

/**
 * Host ports, each once. A port published on every address is listed for IPv4 and again for IPv6, and Podman lists
 * no address at all: `""` stands for all of them.
 */
function publishedPorts(ports: readonly ListedPort[]): readonly PublishedPort[] {
  const found = new Map<string, PublishedPort>();
  for (const { IP = "", PrivatePort, PublicPort, Type } of ports) {
    if (!PublicPort || !isProtocol(Type)) continue;
    const hostIp = IP === "0.0.0.0" || IP === "::" ? "" : IP;
    const port = { hostIp, hostPort: PublicPort, containerPort: PrivatePort, protocol: Type };
    found.set(`${hostIp} ${PublicPort} ${PrivatePort} ${Type}`, port);
  }
  return [...found.values()];
}

function isProtocol(text: string): text is PortProtocol {
  return text === "tcp" || text === "udp" || text === "sctp";
}
