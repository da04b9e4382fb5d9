import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../desired/canonical-json.ts";
import type { ContainerSpec, EnvVar, MountSpec, PortSpec } from "../../desired/desired-state.ts";
import { containerSpec } from "../../testing/builders.ts";
import { encodeRecord } from "./record.ts";

// Containers that exist carry these texts in a label. Another text for the same container, and everybody's containers
// would be replaced by an upgrade: what fails here is the code, never the text.
describe("the text of a record", () => {
  it("of a plain container has what is not neutral only", () => {
    expect(encodeRecord(containerSpec({ name: "web" }), {})).toBe(
      '{"image":"app:1","networks":["hashike"],"restartPolicy":"Always","stopTimeoutSeconds":30}',
    );
  });

  it("of a container with everything is sorted by name at every depth", () => {
    const everything = containerSpec({
      name: "job",
      role: "sidecar",
      image: "registry.example/job@sha256:abc",
      command: ["sh", "-c", 'echo "$HOME" \\ é\u2028\n'],
      args: ["--flag", ""],
      workingDir: "/work",
      env: [
        { name: "PLAIN", value: 'a "b" \u007f' },
        { name: "10", value: "" },
        { name: "9", value: "nine" },
        { name: "DB_PASSWORD", secret: "0123abcd" },
      ],
      ports: [
        { containerPort: 80, hostPort: 8080, hostIp: "", protocol: "tcp" },
        { containerPort: 53, hostPort: 53, hostIp: "::1", protocol: "udp", name: "dns" },
        { containerPort: 80, hostPort: 8081, hostIp: "127.0.0.1", protocol: "tcp" },
      ],
      mounts: [
        { type: "volume", volume: "data", target: "/data", readOnly: false, subPath: "sub", shareable: true },
        { type: "hostPath", path: "/etc", pathType: "Directory", target: "/b", readOnly: true },
        { type: "hostPath", path: "/opt", pathType: "", target: "/a", readOnly: false },
      ],
      resources: { memoryLimitBytes: 1024, cpuLimitMilli: 500 },
      security: {
        runAsUser: 0,
        privileged: false,
        supplementalGroups: [],
        capabilitiesAdd: ["NET_ADMIN"],
        sysctls: { "net.b": "2", "net.a": "1" },
        seLinux: {},
      },
      stdin: true,
      stdinOnce: true,
      tty: true,
      restartPolicy: "Always",
      stopTimeoutSeconds: 0,
      hostAliases: [
        { ip: "10.0.0.2", hostnames: ["b", "a"] },
        { ip: "10.0.0.1", hostnames: [] },
      ],
      dns: { nameservers: ["1.1.1.1"], searches: [], options: ["ndots:2"] },
      networks: ["front", "back"],
    });
    expect(encodeRecord(everything, { migrate: "f2", "10": "f1" })).toBe(
      [
        String.raw`{"args":["--flag",""],"command":["sh","-c","echo \"$HOME\" \\ é${"\u2028"}\n"],`,
        '"dns":{"nameservers":["1.1.1.1"],"options":["ndots:2"]},',
        `"env":{"10":"","9":"nine","DB_PASSWORD":{"secret":"0123abcd"},"PLAIN":"a \\"b\\" \u007f"},`,
        '"hostAliases":{"10.0.0.2":["a","b"]},"image":"registry.example/job@sha256:abc",',
        '"initContainers":{"10":"f1","migrate":"f2"},',
        '"mounts":{"/a":{"hostPath":"/opt"},"/b":{"hostPath":"/etc","readOnly":true,"type":"Directory"},',
        '"/data":{"subPath":"sub","volume":"data"}},"networks":["front","back"],',
        '"ports":{"53/udp":"[::1]:53","80/tcp":"127.0.0.1:8081, 8080"},',
        '"resources":{"cpuLimitMilli":500,"memoryLimitBytes":1024},"restartPolicy":"Always","role":"sidecar",',
        '"security":{"capabilitiesAdd":["NET_ADMIN"],"privileged":false,"runAsUser":0,',
        '"sysctls":{"net.a":"1","net.b":"2"}},',
        '"stdin":true,"stdinOnce":true,"stopTimeoutSeconds":0,"tty":true,"workingDir":"/work"}',
      ].join(""),
    );
  });

  it("is that of the same data, written simply", () => {
    fc.assert(
      fc.property(spec, fc.dictionary(text, text, { maxKeys: 2 }), (container, ranBefore) => {
        expect(encodeRecord(container, ranBefore)).toBe(writeSimply(container, ranBefore));
      }),
      { numRuns: 1000 },
    );
  });
});

// Quotes, line ends, what is no character, and keys that objects treat in a way of their own.
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("A", "B", "10", "9", "__proto__", "\ud800", '"'),
);

const env: fc.Arbitrary<EnvVar> = fc.oneof(
  fc.record({ name: text, value: text }),
  fc.record({ name: text, secret: text }),
);

const port: fc.Arbitrary<PortSpec> = fc.record({
  containerPort: fc.constantFrom(53, 80, 8080),
  hostPort: fc.nat(65535),
  hostIp: fc.constantFrom("", "127.0.0.1", "::", "0.0.0.0"),
  protocol: fc.constantFrom("tcp", "udp", "sctp"),
});

const place = { target: text, readOnly: fc.boolean(), subPath: fc.option(text, { nil: undefined }) };
const mount = fc.oneof(
  fc.record(
    { ...place, type: fc.constant("volume"), volume: text, hidesImage: fc.constant(true as const) },
    { requiredKeys: ["type", "target", "volume"] },
  ),
  fc.record(
    { ...place, type: fc.constant("hostPath"), path: text, pathType: fc.constantFrom("", "File") },
    { requiredKeys: ["type", "target", "path", "pathType"] },
  ),
  fc.record({ ...place, type: fc.constant("image"), image: text }),
) as fc.Arbitrary<MountSpec>;

const unique = <T>(item: fc.Arbitrary<T>, selector: (item: T) => string) =>
  fc.uniqueArray(item, { selector, maxLength: 4 });
const texts = fc.array(text, { maxLength: 3 });

const spec = fc
  .record(
    {
      role: fc.constantFrom("main", "init", "sidecar"),
      image: text,
      command: texts,
      args: texts,
      workingDir: text,
      env: unique(env, (v) => v.name),
      ports: fc.array(port, { maxLength: 4 }),
      mounts: unique(mount, (m) => m.target),
      resources: fc.record({ cpuLimitMilli: fc.nat(), memoryLimitBytes: fc.nat() }, { requiredKeys: [] }),
      security: fc.record(
        {
          runAsUser: fc.nat(),
          privileged: fc.boolean(),
          capabilitiesDrop: texts,
          seLinux: fc.record({ user: text, level: text }, { requiredKeys: [] }),
          sysctls: fc.dictionary(text, text, { maxKeys: 3 }),
        },
        { requiredKeys: [] },
      ),
      stdin: fc.boolean(),
      stdinOnce: fc.boolean(),
      tty: fc.boolean(),
      restartPolicy: fc.constantFrom("Always", "OnFailure", "Never"),
      stopTimeoutSeconds: fc.oneof(fc.nat(), fc.constantFrom(-0, 1.5)),
      hostAliases: unique(fc.record({ ip: text, hostnames: texts }), (a) => a.ip),
      dns: fc.record({ nameservers: texts, searches: texts, options: texts }),
      networks: texts,
    },
    { requiredKeys: [] },
  )
  .map((fields) => containerSpec({ name: "web", ...(fields as Partial<ContainerSpec>) }));

/** What `encodeRecord` is to write, as data that is made first and written then. */
function writeSimply(container: ContainerSpec, ranBefore: Readonly<Record<string, string>>): string {
  const { env, ports, mounts, hostAliases, role } = container;
  const record = {
    args: container.args,
    command: container.command,
    dns: container.dns,
    env: Object.fromEntries(env.map((v) => [v.name, "secret" in v ? { secret: v.secret } : v.value])),
    hostAliases: Object.fromEntries(hostAliases.map((a) => [a.ip, [...a.hostnames].sort()])),
    image: container.image,
    initContainers: ranBefore,
    mounts: Object.fromEntries(
      mounts.map((m) => {
        const source =
          m.type === "volume"
            ? { volume: m.volume, hidesImage: m.hidesImage }
            : m.type === "hostPath"
              ? { hostPath: m.path, type: m.pathType || undefined }
              : m.type === "files"
                ? { files: true }
                : m.type === "image"
                  ? { image: m.image }
                  : { medium: "Memory", sizeBytes: m.sizeBytes };
        return [m.target, { ...source, subPath: m.subPath, readOnly: m.readOnly || undefined }];
      }),
    ),
    networks: container.networks,
    ports: Object.fromEntries(ports.map((port) => [portKeyOf(port), hostPortsOf(port, ports)])),
    resources: container.resources,
    restartPolicy: container.restartPolicy,
    role: role === "main" ? undefined : role,
    security: container.security,
    stdin: container.stdin || undefined,
    stdinOnce: container.stdinOnce || undefined,
    stopTimeoutSeconds: container.stopTimeoutSeconds,
    tty: container.tty || undefined,
    workingDir: container.workingDir,
  };
  return canonicalJson(withoutEmpty(record));
}

function portKeyOf({ containerPort, protocol }: PortSpec): string {
  return `${containerPort}/${protocol}`;
}

function hostPortsOf(port: PortSpec, all: readonly PortSpec[]): string {
  const same = all.filter((other) => portKeyOf(other) === portKeyOf(port));
  return same.map(hostPortOf).sort().join(", ");
}

function hostPortOf({ hostIp, hostPort }: PortSpec): string {
  const address = hostIp.includes(":") ? `[${hostIp}]` : hostIp;
  return address === "" ? `${hostPort}` : `${address}:${hostPort}`;
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  const kept = Object.entries(value).flatMap(([key, field]) => {
    const rest = withoutEmpty(field);
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
