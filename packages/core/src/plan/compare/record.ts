import type {
  ContainerSpec,
  MountSpec,
  PortProtocol,
  PortSpec,
  SecretFileSpec,
} from "../../desired/desired-state.ts";
import type { PublishedPort } from "../../observed/observed-state.ts";
import type { Json } from "../steps/cause.ts";

/** The last-applied record as data: what a container was made from, one key for each field a user may change. */
export type ContainerRecord = { readonly [path: string]: Json };

/**
 * What of a spec makes a different container, as the text that a driver keeps in a label and hands back unread: canonical
 * JSON, so equal records are equal texts. Whatever has its neutral value is left out, so that a field added to Hashike
 * later does not make every container look changed.
 * @param ranBefore fingerprints of the init containers that must have completed before it is created, by name
 */
export function encodeRecord(spec: ContainerSpec, ranBefore: Readonly<Record<string, string>>): string {
  const record: Record<string, unknown> = { initContainers: ranBefore };
  for (const field of recordedFields) record[field] = recorded[field](spec);
  return encodeKept(record) ?? "{}";
}

type Recorded = (spec: ContainerSpec) => unknown;

/** Labels say who owns it and where it is written; other metadata, and how Hashike looks after it, no process sees. */
const notRecorded: Recorded = () => undefined;

/**
 * By field of the spec, what of it is recorded; `undefined` for its neutral value. Every field is here: one that is
 * added to the spec does not compile until somebody has decided. Lists whose order means nothing become objects by
 * name, so that a change names its entry: `env.MY_ENV`.
 */
const recorded: Readonly<Record<keyof ContainerSpec, Recorded>> = {
  name: notRecorded,
  owner: notRecorded,
  origin: notRecorded,
  startAfter: notRecorded,
  annotations: notRecorded,
  probes: notRecorded,
  lifecycle: notRecorded,
  update: notRecorded,
  pod: ({ pod }) => pod,
  role: ({ role }) => (role === "main" ? undefined : role),
  image: ({ image }) => image,
  command: ({ command }) => command,
  args: ({ args }) => args,
  workingDir: ({ workingDir }) => workingDir,
  env: ({ env }) =>
    Object.fromEntries(env.map(({ name, ...variable }) => [name, recordedVariable(variable)])),
  ports: ({ ports }) => recordedPublishing(ports),
  mounts: ({ mounts }) => Object.fromEntries(mounts.map((m) => [m.target, recordedMount(m)])),
  secretFiles: ({ secretFiles = [] }) =>
    Object.fromEntries(secretFiles.map((file) => [file.path, recordedFile(file)])),
  resources: ({ resources }) => resources,
  security: ({ security }) => security,
  stdin: ({ stdin }) => stdin || undefined,
  stdinOnce: ({ stdinOnce }) => stdinOnce || undefined,
  tty: ({ tty }) => tty || undefined,
  restartPolicy: ({ restartPolicy }) => restartPolicy,
  stopSignal: ({ stopSignal }) => stopSignal,
  stopTimeoutSeconds: ({ stopTimeoutSeconds }) => stopTimeoutSeconds,
  hostname: ({ hostname }) => hostname,
  hostAliases: ({ hostAliases }) =>
    Object.fromEntries(hostAliases.map((a) => [a.ip, [...a.hostnames].sort()])),
  dns: ({ dns }) => dns,
  networks: ({ networks }) => networks,
  hostNetwork: ({ hostNetwork }) => hostNetwork,
  hostPID: ({ hostPID }) => hostPID,
  hostIPC: ({ hostIPC }) => hostIPC,
  attachments: ({ attachments }) => attachments,
  // By the manifest's word for them; those of its metadata are not recorded.
  labels: ({ engineLabels }) => engineLabels,
  engineLabels: notRecorded,
  healthCheck: ({ healthCheck }) => healthCheck,
  logging: ({ logging }) => logging,
  platform: ({ platform }) => platform,
  init: ({ init }) => init,
  ulimits: ({ ulimits = [] }) => Object.fromEntries(ulimits.map(({ name, ...limits }) => [name, limits])),
  oomScoreAdj: ({ oomScoreAdj }) => oomScoreAdj,
  user: ({ user }) => user,
  devices: ({ devices = [] }) =>
    Object.fromEntries(
      devices.map((d) => ("cdi" in d ? [d.cdi, "cdi"] : [d.containerPath, `${d.hostPath} ${d.permissions}`])),
    ),
  gpus: ({ gpus }) => gpus,
  engineOptions: ({ engineOptions }) => engineOptions,
};

const recordedFields = Object.keys(recorded) as readonly (keyof ContainerSpec)[];

/** @returns `undefined` for a text that is no record (cut, edited, of another tool) */
export function decodeRecord(text: string): ContainerRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as ContainerRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

function recordedVariable(variable: { readonly value: string } | { readonly secret: string }): unknown {
  return "secret" in variable ? variable : variable.value;
}

/** By port of the container: where it is published, sorted. */
function recordedPublishing(ports: readonly PortSpec[]): Readonly<Record<string, string>> {
  const published: Record<string, string> = {};
  for (const port of [...ports].sort(byHostPort)) {
    const key = `${port.containerPort}/${port.protocol}`;
    const others = published[key];
    published[key] = others === undefined ? formatHostPort(port) : `${others}, ${formatHostPort(port)}`;
  }
  return published;
}

/** As text: that is the order in which they have always been written. */
function byHostPort(a: PortSpec, b: PortSpec): number {
  return formatHostPort(a) < formatHostPort(b) ? -1 : 1;
}

function formatHostPort(port: PortSpec): string {
  if (port.hostIp === "") return String(port.hostPort);
  return port.hostIp.includes(":") ? `[${port.hostIp}]:${port.hostPort}` : `${port.hostIp}:${port.hostPort}`;
}

/** The host ports of a record; none of a text that is no record. */
export function recordedPorts(record: ContainerRecord | undefined): readonly PublishedPort[] {
  const ports = record?.ports;
  if (typeof ports !== "object" || ports === null || Array.isArray(ports)) return [];
  return Object.entries(ports).flatMap(([key, hosts]) => {
    const [, containerPort, protocol] = /^(\d+)\/(tcp|udp|sctp)$/.exec(key) ?? [];
    if (protocol === undefined || typeof hosts !== "string") return [];
    return hosts.split(", ").flatMap((host) => {
      const [, hostIp = "", hostPort] = /^(?:(.+):)?(\d+)$/.exec(host) ?? [];
      if (hostPort === undefined) return [];
      return [
        {
          hostIp: hostIp.replace(/^\[|\]$/g, ""),
          hostPort: Number(hostPort),
          containerPort: Number(containerPort),
          protocol: protocol as PortProtocol,
        },
      ];
    });
  });
}

function recordedFile({ secret, mode, uid, gid }: SecretFileSpec): unknown {
  return { content: { secret }, mode: `0${mode.toString(8)}`, uid, gid: gid || undefined };
}

function recordedMount(mount: MountSpec): unknown {
  return { ...recordedSource(mount), subPath: mount.subPath, readOnly: mount.readOnly || undefined };
}

function recordedSource(mount: MountSpec): object {
  switch (mount.type) {
    case "volume":
      return { volume: mount.volume, hidesImage: mount.hidesImage };
    case "hostPath":
      return { hostPath: mount.path, type: mount.pathType || undefined };
    case "memory":
      return { medium: "Memory", sizeBytes: mount.sizeBytes };
    case "files":
      return { files: true };
  }
}

/** Canonical JSON without empty lists and objects, at every depth; `undefined` when nothing is left. */
function encodeKept(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : `[${value.map((item) => encodeKept(item) ?? "null").join(",")}]`;
  }
  let text = "";
  for (const key of sortedKeys(value)) {
    const kept = encodeKept((value as Readonly<Record<string, unknown>>)[key]);
    if (kept !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${kept}`;
  }
  return text === "" ? undefined : `{${text}}`;
}

function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  return keys.length < 2 ? keys : keys.sort();
}
