import fc from "fast-check";
import type {
  ContainerSpec,
  DesiredState,
  ImageSpec,
  MountSpec,
  OnConfigChange,
  Owner,
  PortSpec,
} from "../src/desired/desired-state.ts";
import { ownerKey } from "../src/desired/desired-state.ts";
import { candidateSuffix, retiredSuffix } from "../src/observed/container-names.ts";
import type { ContainerState, Ownership, PublishedPort } from "../src/observed/observed-state.ts";
import { encodeRecord } from "../src/plan/compare/record.ts";
import { containerSpec, createMemoryEngine, desiredState, type MemoryEngine } from "../src/testing/index.ts";

// Small pools, so that names, ports and owners meet often.
const names = ["web", "api", "store", "job"] as const;
export const owners: readonly Owner[] = [
  { kind: "Hashike", namespace: "default", name: "app" },
  { kind: "Hashike", namespace: "default", name: "other" },
];
const strangers: Owner = { kind: "Hashike", namespace: "elsewhere", name: "app" };
const images = ["app:1", "app:2", "db:1"] as const;
const digests = ["sha256:one", "sha256:two"] as const;
const networks = ["hashike", "front"] as const;
const volumes = ["data", "cache"] as const;

const port: fc.Arbitrary<PortSpec> = fc.record({
  containerPort: fc.constantFrom(80, 443),
  hostPort: fc.constantFrom(8000, 8001),
  hostIp: fc.constantFrom("", "127.0.0.1"),
  protocol: fc.constantFrom("tcp", "udp"),
});

const mount = (volume: string): fc.Arbitrary<MountSpec> =>
  fc.constantFrom(
    { type: "volume", volume, target: `/${volume}`, readOnly: false },
    { type: "volume", volume, target: `/${volume}`, readOnly: false, shareable: true },
    { type: "volume", volume, target: `/${volume}`, readOnly: true },
  );

/** A file of the host that some containers mount read-only. */
export const configPath = "/srv/app.conf";
const config: MountSpec = {
  type: "hostPath",
  path: configPath,
  pathType: "File",
  target: "/app.conf",
  readOnly: true,
};
const fileVersions = [
  { file: "1", content: "a" },
  { file: "1", content: "b" },
  { file: "2", content: "a" },
] as const;

const hook = { kind: "exec", command: ["true"] } as const;

export const spec: fc.Arbitrary<ContainerSpec> = fc
  .record({
    name: fc.constantFrom(...names),
    owner: fc.constantFrom(...owners),
    role: fc.constantFrom("main", "main", "main", "init", "sidecar"),
    image: fc.constantFrom(...images),
    env: fc.constantFrom([], [{ name: "MY_ENV", value: "test" }], [{ name: "MY_ENV", value: "prod" }]),
    ports: fc.oneof(fc.constant([]), fc.array(port, { maxLength: 2 })),
    mounts: fc
      .tuple(
        fc.subarray([...volumes]).chain((chosen) => fc.tuple(...chosen.map(mount))),
        fc.constantFrom([], [config]),
      )
      .map((parts) => parts.flat()),
    networks: fc.subarray([...networks], { minLength: 1 }),
    restartPolicy: fc.constantFrom("Always", "OnFailure", "Never", "UnlessStopped"),
    startAfter: fc.oneof(fc.constant([]), fc.subarray([...names])),
    resources: fc.constantFrom({}, { memoryLimitBytes: 64 }, { memoryLimitBytes: 128 }),
    lifecycle: fc.constantFrom({}, {}, { postStart: hook, preStop: hook }),
    update: fc.record({
      renewAnonymousVolumes: fc.constantFrom(undefined, undefined, true),
      strategy: fc.constantFrom("RollingUpdate", "RollingUpdate", "RollingUpdate", "Recreate"),
      mayTakeOverPorts: fc.constantFrom(true, true, false),
      drainSeconds: fc.constantFrom(0, 1),
      progressDeadlineSeconds: fc.constant(600),
      onConfigChange: fc.constantFrom<OnConfigChange>(
        { kind: "replace" },
        { kind: "restart" },
        { kind: "signal", signal: "HUP" },
        { kind: "ignore" },
      ),
    }),
  })
  .map((fields) =>
    containerSpec({ ...fields, restartPolicy: fields.role === "sidecar" ? "Always" : fields.restartPolicy }),
  );

/** What the manifest room guarantees: unique names, no host port twice, nobody that starts after itself. */
export const desired: fc.Arbitrary<DesiredState> = fc
  .tuple(
    fc.uniqueArray(spec, { selector: (s) => s.name, maxLength: names.length }),
    fc.constantFrom<ImageSpec["policy"]>("Always", "IfNotPresent", "Never", "IfPossible"),
    fc.subarray([...owners], { minLength: 1 }),
  )
  .map(([specs, policy, applied]) => {
    const containers = fitTogether(specs.filter((s) => applied.includes(s.owner)));
    const state = desiredState(containers, { owners: applied });
    return { ...state, images: state.images.map((image) => ({ ...image, policy })) };
  });

/** Gives each host port to the first that wants it, and each owner volumes and an order of its own. */
export function fitTogether(specs: readonly ContainerSpec[]): readonly ContainerSpec[] {
  const taken = new Set<string>();
  return specs.map((s) => ({
    ...s,
    startAfter: s.role === "main" ? s.startAfter.filter((name) => isBefore(name, s, specs)) : [],
    ports: s.ports.filter((p) => taken.size !== taken.add(`${p.hostPort}/${p.protocol}`).size),
    mounts: s.mounts.map((m) =>
      m.type !== "volume" || s.owner === owners[0] ? m : { ...m, volume: `${s.owner.name}-${m.volume}` },
    ),
  }));
}

function isBefore(name: string, { owner, ...spec }: ContainerSpec, specs: readonly ContainerSpec[]): boolean {
  const other = specs.find((s) => s.name === name);
  return other?.role === "main" && other.owner === owner && name < spec.name;
}

interface ContainerSeed {
  readonly spec: ContainerSpec;
  readonly suffix: string;
  readonly whose: "owner" | "stranger" | "unowned" | "foreign";
  readonly state: ContainerState;
  readonly exitCode: number;
  readonly imageIsCurrent: boolean;
  readonly network: "as wanted" | "none" | "stale";
  readonly hasRecord: boolean;
  readonly ranAfter: readonly string[] | undefined;
  readonly configAtCreation: (typeof fileVersions)[number] | undefined;
  readonly configTaken: (typeof fileVersions)[number] | undefined;
  readonly configTakenBy: "itself" | "an earlier one";
}

const containerSeed: fc.Arbitrary<ContainerSeed> = fc.record({
  spec,
  suffix: fc.constantFrom("", "", "", candidateSuffix, retiredSuffix, "-copy"),
  whose: fc.constantFrom("owner", "owner", "owner", "stranger", "unowned", "foreign"),
  state: fc.constantFrom<ContainerState>(
    "created",
    "running",
    "running",
    "paused",
    "restarting",
    "exited",
    "dead",
  ),
  exitCode: fc.constantFrom(0, 1),
  imageIsCurrent: fc.boolean(),
  network: fc.constantFrom("as wanted", "as wanted", "none", "stale"),
  hasRecord: fc.boolean(),
  ranAfter: fc.constantFrom(undefined, [], ["con-of-nobody"]),
  configAtCreation: fc.constantFrom(undefined, ...fileVersions),
  configTaken: fc.constantFrom(undefined, undefined, ...fileVersions),
  configTakenBy: fc.constantFrom("itself", "itself", "an earlier one"),
});

/** An engine in any state that hands, crashes and other tools can leave. */
export const engine: fc.Arbitrary<MemoryEngine> = fc
  .record({
    seeds: fc.uniqueArray(containerSeed, { selector: (s) => s.spec.name + s.suffix, maxLength: 6 }),
    networks: fc.subarray([...networks]),
    volumes: fc.array(fc.tuple(fc.constantFrom(...volumes), fc.constantFrom("owned", "unowned", "foreign"))),
    config: fc.constantFrom(...fileVersions),
    local: fc.array(fc.tuple(fc.constantFrom(...images), fc.constantFrom(...digests))),
    remote: fc.array(fc.tuple(fc.constantFrom(...images), fc.constantFrom(...digests, "unreachable"))),
  })
  .map((seed) => {
    const made = createMemoryEngine();
    made.hostPaths.set(configPath, "file");
    made.fileVersions.set(configPath, seed.config);
    for (const name of seed.networks)
      made.networks.set(name, { id: `net-${name}`, ownership: { kind: "unowned" }, isPark: false });
    for (const [name, kind] of seed.volumes)
      made.volumes.set(name, { ownership: ownership(kind, owners[0]) });
    for (const [reference, digest] of seed.local) {
      made.images.set(reference, { id: `id-of-${digest}`, digests: [digest] });
    }
    for (const [reference, digest] of seed.remote) {
      made.remotes.set(
        reference,
        digest === "unreachable"
          ? { status: "unreachable", reason: "no route" }
          : { status: "current", digest },
      );
    }
    for (const container of seed.seeds) addContainer(made, container);
    return made;
  });

function addContainer(made: MemoryEngine, seed: ContainerSeed): void {
  const { spec, whose } = seed;
  const id = `con-${spec.name}${seed.suffix}`;
  const owner = whose === "stranger" ? strangers : spec.owner;
  const owned = whose === "owner" || whose === "stranger";
  const up = ["running", "paused", "restarting"].includes(seed.state);
  const ports: readonly PublishedPort[] = spec.ports;
  // Two containers that run cannot hold one port.
  const clashes = [...made.containers.values()].some((c) =>
    c.ports.some((a) => ports.some((b) => a.hostPort === b.hostPort)),
  );
  made.containers.set(id, {
    id,
    name: spec.name + seed.suffix,
    ownership: ownership(owned ? "owned" : whose, owner),
    ...(owned ? { specName: spec.name, role: spec.role } : {}),
    ...(owned && seed.hasRecord ? { record: encodeRecord(spec, {}) } : {}),
    ...(owned && seed.ranAfter !== undefined ? { ranAfter: seed.ranAfter } : {}),
    ...(owned && seed.configAtCreation !== undefined
      ? { mountedFiles: { [configPath]: seed.configAtCreation } }
      : {}),
    state: up && clashes ? "exited" : seed.state,
    exitCode: seed.exitCode,
    createdAtSeconds: 0,
    image: spec.image,
    imageId: seed.imageIsCurrent ? (made.images.get(spec.image)?.id ?? "id-unknown") : "id-old",
    networks:
      seed.network === "none"
        ? []
        : spec.networks
            .filter((n) => seed.network === "stale" || made.networks.has(n))
            .map((network) => ({
              network,
              networkId: seed.network === "stale" ? "net-stale" : `net-${network}`,
            })),
    ports,
    spec,
    lines: [],
  });
  if (whose !== "owner" || seed.configTaken === undefined) return;
  const containerId = seed.configTakenBy === "itself" ? id : seed.configTakenBy;
  const taken = { containerId, files: { [configPath]: seed.configTaken } };
  made.revisions.set(`${ownerKey(owner)} ${spec.name}`, { owner, container: spec.name, taken });
}

function ownership(kind: string, owner: Owner | undefined): Ownership {
  if (kind === "owned" && owner !== undefined) return { kind: "owned", owner };
  return kind === "foreign" ? { kind: "foreign" } : { kind: "unowned" };
}
