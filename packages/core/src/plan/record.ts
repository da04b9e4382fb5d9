import type {
  ContainerSpec,
  DnsSpec,
  EnvVar,
  HostAliasSpec,
  MountSpec,
  PortProtocol,
  PortSpec,
} from "../desired/desired-state.ts";
import type { PublishedPort } from "../observed/observed-state.ts";
import type { Json } from "./cause.ts";

/** The last-applied record as data: what a container was made from, one key for each field a user may change. */
export type ContainerRecord = { readonly [path: string]: Json };

/**
 * What of a spec makes a different container, as the text that a driver keeps in a label and hands back unread. Equal
 * records, equal text. Left out: who owns it and where it is written (labels say that), metadata that no process sees,
 * and whatever has its neutral value - so that a field added to Hashike later does not make every container look
 * changed.
 *
 * Lists whose order means nothing become objects by name, so that a change names its entry: `env.MY_ENV`.
 * @param ranBefore fingerprints of the init containers that must have completed before it is created, by name
 */
export function encodeRecord(spec: ContainerSpec, ranBefore: Readonly<Record<string, string>>): string {
  // Text at once, sorted as it stands here: as data it would be made only to be compared with a label's text.
  const fields =
    encodeList("args", spec.args) +
    encodeList("command", spec.command) +
    encodeDns(spec.dns) +
    encodeEnv(spec.env) +
    encodeHostAliases(spec.hostAliases) +
    field("image", spec.image) +
    field("initContainers", ranBefore) +
    encodeMounts(spec.mounts) +
    encodeList("networks", spec.networks) +
    encodePorts(spec.ports) +
    field("resources", spec.resources) +
    field("restartPolicy", spec.restartPolicy) +
    field("role", spec.role === "main" ? undefined : spec.role) +
    field("security", spec.security) +
    field("stdin", spec.stdin || undefined) +
    field("stdinOnce", spec.stdinOnce || undefined) +
    field("stopTimeoutSeconds", spec.stopTimeoutSeconds) +
    field("tty", spec.tty || undefined) +
    field("workingDir", spec.workingDir);
  return `{${fields.slice(1)}}`;
}

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

function encodeList(key: string, texts: readonly string[] | undefined): string {
  return texts === undefined || texts.length === 0 ? "" : `,"${key}":${JSON.stringify(texts)}`;
}

function encodeDns(dns: DnsSpec): string {
  const isNeutral = dns.nameservers.length + dns.searches.length + dns.options.length === 0;
  return isNeutral ? "" : field("dns", dns);
}

function encodeEnv(env: readonly EnvVar[]): string {
  if (env.length === 0) return "";
  let text = "";
  for (const variable of env.length === 1 ? env : [...env].sort(byName)) {
    const value =
      "secret" in variable ? `{"secret":${JSON.stringify(variable.secret)}}` : JSON.stringify(variable.value);
    text += `${text === "" ? "" : ","}${JSON.stringify(variable.name)}:${value}`;
  }
  return `,"env":{${text}}`;
}

function byName(a: EnvVar, b: EnvVar): number {
  return a.name < b.name ? -1 : 1;
}

function encodeHostAliases(aliases: readonly HostAliasSpec[]): string {
  if (aliases.length === 0) return "";
  return field("hostAliases", Object.fromEntries(aliases.map((a) => [a.ip, [...a.hostnames].sort()])));
}

function encodeMounts(mounts: readonly MountSpec[]): string {
  if (mounts.length === 0) return "";
  return field("mounts", Object.fromEntries(mounts.map((m) => [m.target, formatMount(m)])));
}

/** By port of the container: where it is published, sorted. */
function encodePorts(ports: readonly PortSpec[]): string {
  const [only] = ports;
  if (only === undefined) return "";
  if (ports.length === 1) return `,"ports":{"${portKey(only)}":${JSON.stringify(formatHostPort(only))}}`;
  const published: Record<string, string> = {};
  for (const port of [...ports].sort(byHostPort)) {
    const key = portKey(port);
    const others = published[key];
    published[key] = others === undefined ? formatHostPort(port) : `${others}, ${formatHostPort(port)}`;
  }
  return field("ports", published);
}

function portKey({ containerPort, protocol }: PortSpec): string {
  return `${containerPort}/${protocol}`;
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

function formatMount(mount: MountSpec) {
  const source =
    mount.type === "volume"
      ? { volume: mount.volume }
      : { hostPath: mount.path, type: mount.pathType || undefined };
  return { ...source, subPath: mount.subPath, readOnly: mount.readOnly || undefined };
}

/** A field and the comma before it; nothing for what is neutral: `undefined`, or empty at every depth. */
function field(key: string, value: unknown): string {
  if (value === undefined) return "";
  const text = encodeKept(value);
  return text === undefined ? "" : `,"${key}":${text}`;
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
