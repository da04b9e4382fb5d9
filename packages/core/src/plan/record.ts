import { canonicalJson } from "../desired/canonical-json.ts";
import type { ContainerSpec, EnvVar, MountSpec, PortProtocol, PortSpec } from "../desired/desired-state.ts";
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
    field("args", spec.args) +
    field("command", spec.command) +
    field("dns", spec.dns) +
    encoded("env", encodeByName(spec.env.map((v) => [v.name, encodeVariable(v)]))) +
    field("hostAliases", Object.fromEntries(spec.hostAliases.map((a) => [a.ip, [...a.hostnames].sort()]))) +
    field("image", spec.image) +
    field("initContainers", ranBefore) +
    field("mounts", Object.fromEntries(spec.mounts.map((m) => [m.target, formatMount(m)]))) +
    field("networks", spec.networks) +
    encoded("ports", encodePorts(spec.ports)) +
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

function encodeVariable(variable: EnvVar): string {
  return "secret" in variable
    ? `{"secret":${canonicalJson(variable.secret)}}`
    : canonicalJson(variable.value);
}

/** By port of the container: where it is published, sorted. */
function encodePorts(ports: readonly PortSpec[]): string | undefined {
  const published = new Map<string, string[]>();
  for (const port of ports) {
    const key = `${port.containerPort}/${port.protocol}`;
    const others = published.get(key);
    if (others === undefined) published.set(key, [formatHostPort(port)]);
    else others.push(formatHostPort(port));
  }
  return encodeByName([...published].map(([key, hosts]) => [key, canonicalJson(hosts.sort().join(", "))]));
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

function field(key: string, value: unknown): string {
  return value === undefined ? "" : encoded(key, encodeKept(value));
}

/** A field and the comma before it; nothing for what is neutral. */
function encoded(key: string, text: string | undefined): string {
  return text === undefined ? "" : `,"${key}":${text}`;
}

/** @param entries values as text; names are unique */
function encodeByName(entries: (readonly [name: string, text: string])[]): string | undefined {
  if (entries.length === 0) return undefined;
  if (entries.length > 1) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = "";
  for (const [name, value] of entries) text += `${text === "" ? "" : ","}${canonicalJson(name)}:${value}`;
  return `{${text}}`;
}

/** Canonical JSON without empty lists and objects, at every depth; `undefined` when nothing is left. */
function encodeKept(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) {
    return value === undefined ? undefined : canonicalJson(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : `[${value.map((item) => encodeKept(item) ?? "null").join(",")}]`;
  }
  let text = "";
  for (const key of Object.keys(value).sort()) {
    const kept = encodeKept((value as Readonly<Record<string, unknown>>)[key]);
    if (kept !== undefined) text += `${text === "" ? "" : ","}${canonicalJson(key)}:${kept}`;
  }
  return text === "" ? undefined : `{${text}}`;
}
