import { canonicalJson } from "../desired/canonical-json.ts";
import type { ContainerSpec, MountSpec, PortProtocol, PortSpec } from "../desired/desired-state.ts";
import type { PublishedPort } from "../observed/observed-state.ts";
import type { Json } from "./cause.ts";

/** The last-applied record as data: what a container was made from, one key for each field a user may change. */
export type ContainerRecord = { readonly [path: string]: Json };

/**
 * What of a spec makes a different container. Left out: who owns it and where it is written (labels say that),
 * metadata that no process sees, and whatever has its neutral value - so that a field added to Hashike later
 * does not make every container look changed.
 *
 * Lists whose order means nothing become objects by name, so that a change names its entry: `env.MY_ENV`.
 * @param ranBefore fingerprints of the init containers that must have completed before it is created, by name
 */
export function containerRecord(
  spec: ContainerSpec,
  ranBefore: Readonly<Record<string, string>>,
): ContainerRecord {
  return prune({
    role: spec.role === "main" ? undefined : spec.role,
    image: spec.image,
    command: spec.command,
    args: spec.args,
    workingDir: spec.workingDir,
    env: Object.fromEntries(spec.env.map((v) => [v.name, "secret" in v ? { secret: v.secret } : v.value])),
    ports: portsByContainerPort(spec.ports),
    mounts: Object.fromEntries(spec.mounts.map((m) => [m.target, formatMount(m)])),
    resources: spec.resources,
    security: spec.security,
    stdin: spec.stdin || undefined,
    stdinOnce: spec.stdinOnce || undefined,
    tty: spec.tty || undefined,
    restartPolicy: spec.restartPolicy,
    stopTimeoutSeconds: spec.stopTimeoutSeconds,
    hostAliases: Object.fromEntries(spec.hostAliases.map((a) => [a.ip, [...a.hostnames].sort()])),
    dns: spec.dns,
    networks: spec.networks,
    initContainers: ranBefore,
  }) as ContainerRecord;
}

/** The record as the text that a driver keeps in a label and hands back unread. Equal records, equal text. */
export function encodeRecord(record: ContainerRecord): string {
  return canonicalJson(record);
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

function portsByContainerPort(ports: readonly PortSpec[]): Record<string, string> {
  const published = new Map<string, string[]>();
  for (const port of ports) {
    const key = `${port.containerPort}/${port.protocol}`;
    const others = published.get(key);
    if (others === undefined) published.set(key, [formatHostPort(port)]);
    else others.push(formatHostPort(port));
  }
  return Object.fromEntries([...published].map(([key, hosts]) => [key, hosts.sort().join(", ")]));
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

function formatMount(mount: MountSpec): Json {
  const source =
    mount.type === "volume"
      ? { volume: mount.volume }
      : { hostPath: mount.path, type: mount.pathType || undefined };
  return prune({ ...source, subPath: mount.subPath, readOnly: mount.readOnly || undefined }) as Json;
}

/** Drops `undefined`, empty lists and empty objects, at every depth. */
function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(prune);
  if (typeof value !== "object" || value === null) return value;
  let isEmpty = true;
  const pruned: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    const kept = typeof field === "object" ? prune(field) : field;
    if (kept === undefined) continue;
    // Not by assignment: a variable may be called __proto__.
    if (key === "__proto__") Object.defineProperty(pruned, key, { value: kept, enumerable: true });
    else pruned[key] = kept;
    isEmpty = false;
  }
  return isEmpty ? undefined : pruned;
}
