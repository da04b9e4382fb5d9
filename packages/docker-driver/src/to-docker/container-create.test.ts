import {
  buildDesiredState,
  type ContainerSpec,
  parseManifests,
  type ResourcesSpec,
  readManifests,
  type SecuritySpec,
} from "@hashike/core";
import { describe, expect, it } from "vitest";
import { containerSpec, testOwner } from "../../test/support/specs.ts";
import { type CreateContext, createRequest } from "./container-create.ts";
import type { CreateBody, HostConfig } from "./create-body.ts";

const context: CreateContext = {
  imageId: "sha256:abc",
  imageUser: "",
  secrets: { f1: "s3cret", "0123456789abcdef0123456789abcdef": "k3y" },
  mounts: { hasVolumeSubpath: false, hasCreateMountpoint: false, mountpoints: new Map() },
  record: '{"the":"record"}',
  ranAfter: ["init-1", "init-2"],
  sandboxId: "s1",
};

/** Every field, with a value that differs from its neutral one. `Required`: a new field must be set here. */
const everyField: Required<ContainerSpec> = {
  name: "web",
  owner: { kind: "Hashike", namespace: "ns", name: "shop" },
  origin: { file: "m.yml", line: 1, column: 1 },
  role: "main",
  startAfter: ["migrate"],
  pod: { sandbox: "shop", sharesProcesses: true },
  image: "nginx:1",
  command: ["/run", "--key=$(secret:0123456789abcdef0123456789abcdef)"],
  args: ["--fast"],
  workingDir: "/work",
  env: [
    { name: "A", value: "1" },
    { name: "B", secret: "f1" },
  ],
  ports: [
    { containerPort: 80, hostPort: 8000, hostIp: "127.0.0.1", protocol: "tcp" },
    { containerPort: 80, hostPort: 8001, hostIp: "", protocol: "tcp" },
    { containerPort: 53, hostPort: 5353, hostIp: "", protocol: "udp" },
  ],
  mounts: [
    { type: "volume", volume: "data", target: "/data", readOnly: true },
    { type: "hostPath", path: "/srv", pathType: "", target: "/srv", readOnly: true },
    { type: "hostPath", path: "/etc/hosts", pathType: "File", target: "/hosts", readOnly: false },
    { type: "hostPath", path: "/dev/tty1", pathType: "CharDevice", target: "/tty", readOnly: true },
    { type: "memory", target: "/dev/shm", readOnly: false, sizeBytes: 9 },
  ],
  secretFiles: [{ path: "/key", secret: "f1", mode: 0o400, gid: 0 }],
  resources: { cpuLimitMilli: 1500 },
  security: { readOnlyRootFilesystem: true },
  stdin: true,
  stdinOnce: true,
  tty: true,
  restartPolicy: "OnFailure",
  stopSignal: "SIGINT",
  stopTimeoutSeconds: 7,
  hostname: "my-pod",
  hostAliases: [{ ip: "10.0.0.1", hostnames: ["a", "b"] }],
  dns: { nameservers: ["1.1.1.1"], searches: ["example.org"], options: ["ndots:1"] },
  networks: ["one", "two", "three"],
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
  attachments: { one: { aliases: ["db"], ipv4Address: "172.30.0.5", ipv6Address: "fd00:1::5" } },
  engineLabels: { "traefik.enable": "true", "hashike.name": "other" },
  gpus: 2,
  devices: [
    { hostPath: "/dev/a", containerPath: "/dev/b", permissions: "rw" },
    { cdi: "vendor.com/class=all" },
  ],
  platform: "linux/arm64",
  init: true,
  ulimits: [{ name: "nofile", soft: 1, hard: -1 }],
  oomScoreAdj: -5,
  user: "app:staff",
  healthCheck: {
    test: { kind: "exec", command: ["test", "-e", "/ok"] },
    intervalMs: 1,
    timeoutMs: 2000,
    retries: 3,
    startPeriodMs: 4,
    startIntervalMs: 5,
  },
  logging: {
    driver: "json-file",
    options: { "max-size": "1m", token: "$(secret:0123456789abcdef0123456789abcdef)" },
  },
  engineOptions: { CpusetCpus: "0", NetworkMode: "host" },
  labels: { app: "shop" },
  annotations: { note: "x" },
  probes: {},
  lifecycle: { preStop: { kind: "sleep", seconds: 3 } },
  update: {
    strategy: "RollingUpdate",
    mayTakeOverPorts: true,
    drainSeconds: 1,
    progressDeadlineSeconds: 600,
  },
};

type Seen = (body: CreateBody) => unknown;

/** Where each field is found in the body, and as what. */
const fields = {
  name: [(b) => b.Labels["hashike.container"], "web"],
  owner: [
    (b) => [b.Labels["hashike.kind"], b.Labels["hashike.namespace"], b.Labels["hashike.name"]],
    ["Hashike", "ns", "shop"],
  ],
  origin: [() => "not sent", "not sent"],
  role: [(b) => [b.Labels["hashike.role"], b.Labels.hashike], ["main", ""]],
  startAfter: [() => "not sent", "not sent"],
  image: [(b) => b.Image, "sha256:abc"],
  command: [(b) => b.Entrypoint, ["/run", "--key=k3y"]],
  args: [(b) => b.Cmd, ["--fast"]],
  workingDir: [(b) => b.WorkingDir, "/work"],
  env: [(b) => b.Env, ["A=1", "B=s3cret"]],
  ports: [
    (b) => [b.ExposedPorts, b.HostConfig.PortBindings],
    [
      { "80/tcp": {}, "53/udp": {} },
      {
        "80/tcp": [
          { HostIp: "127.0.0.1", HostPort: "8000" },
          { HostIp: "", HostPort: "8001" },
        ],
        "53/udp": [{ HostIp: "", HostPort: "5353" }],
      },
    ],
  ],
  mounts: [
    (b) => [b.HostConfig.Mounts, b.HostConfig.Binds, b.HostConfig.ShmSize],
    [
      [
        {
          Type: "volume",
          Source: "data",
          Target: "/data",
          ReadOnly: true,
          VolumeOptions: { NoCopy: false },
        },
        { Type: "bind", Source: "/etc/hosts", Target: "/hosts", ReadOnly: false },
      ],
      ["/srv:/srv:ro"],
      9,
    ],
  ],
  secretFiles: [() => "not sent", "not sent"],
  resources: [(b) => b.HostConfig.CpuQuota, 150_000],
  security: [(b) => b.HostConfig.ReadonlyRootfs, true],
  stdin: [(b) => b.OpenStdin, true],
  stdinOnce: [(b) => b.StdinOnce, true],
  tty: [(b) => b.Tty, true],
  restartPolicy: [(b) => b.HostConfig.RestartPolicy, { Name: "on-failure" }],
  stopSignal: [(b) => b.StopSignal, "SIGINT"],
  stopTimeoutSeconds: [(b) => b.StopTimeout, 7],
  hostname: [(b) => b.Hostname, "my-pod"],
  hostAliases: [(b) => b.HostConfig.ExtraHosts, ["a:10.0.0.1", "b:10.0.0.1"]],
  dns: [
    (b) => [b.HostConfig.Dns, b.HostConfig.DnsSearch, b.HostConfig.DnsOptions],
    [["1.1.1.1"], ["example.org"], ["ndots:1"]],
  ],
  networks: [
    (b) => [b.HostConfig.NetworkMode, Object.keys(b.NetworkingConfig?.EndpointsConfig ?? {})],
    ["one", ["one"]],
  ],
  attachments: [
    (b) => b.NetworkingConfig?.EndpointsConfig.one,
    { Aliases: ["db"], IPAMConfig: { IPv4Address: "172.30.0.5", IPv6Address: "fd00:1::5" } },
  ],
  pod: [
    () => {
      const pod = { sandbox: "shop", sharesProcesses: true } as const;
      const { HostConfig } = createRequest(containerSpec({ pod, networks: [] }), context).body;
      return [HostConfig.NetworkMode, HostConfig.IpcMode, HostConfig.PidMode];
    },
    ["container:s1", "container:s1", "container:s1"],
  ],
  hostNetwork: [() => bodyOf({ hostNetwork: true, networks: [] }).HostConfig.NetworkMode, "host"],
  hostPID: [(b) => b.HostConfig.PidMode, "host"],
  hostIPC: [(b) => b.HostConfig.IpcMode, "host"],
  engineLabels: [(b) => b.Labels["traefik.enable"], "true"],
  gpus: [(b) => b.HostConfig.DeviceRequests?.[0], { Driver: "", Count: 2, Capabilities: [["gpu"]] }],
  devices: [
    (b) => [b.HostConfig.Devices, b.HostConfig.DeviceRequests?.[1]],
    [
      [
        { PathOnHost: "/dev/a", PathInContainer: "/dev/b", CgroupPermissions: "rw" },
        { PathOnHost: "/dev/tty1", PathInContainer: "/tty", CgroupPermissions: "r" },
      ],
      { Driver: "cdi", DeviceIDs: ["vendor.com/class=all"] },
    ],
  ],
  platform: [() => "beside the body", "beside the body"],
  init: [(b) => b.HostConfig.Init, true],
  ulimits: [(b) => b.HostConfig.Ulimits, [{ Name: "nofile", Soft: 1, Hard: -1 }]],
  oomScoreAdj: [(b) => b.HostConfig.OomScoreAdj, -5],
  user: [(b) => b.User, "app:staff"],
  healthCheck: [
    (b) => b.Healthcheck,
    {
      Test: ["CMD", "test", "-e", "/ok"],
      Interval: 1_000_000,
      Timeout: 2_000_000_000,
      Retries: 3,
      StartPeriod: 4_000_000,
      StartInterval: 5_000_000,
    },
  ],
  logging: [(b) => b.HostConfig.LogConfig, { Type: "json-file", Config: { "max-size": "1m", token: "k3y" } }],
  engineOptions: [(b) => (b.HostConfig as { readonly CpusetCpus?: string }).CpusetCpus, "0"],
  labels: [(b) => b.Labels["hashike.labels"], '{"app":"shop"}'],
  annotations: [(b) => b.Labels["hashike.annotations"], '{"note":"x"}'],
  probes: [() => "not sent", "not sent"],
  lifecycle: [(b) => b.Labels["hashike.pre-stop"], '{"kind":"sleep","seconds":3}'],
  update: [() => "not sent", "not sent"],
} satisfies Record<keyof ContainerSpec, readonly [Seen, unknown]>;

const everySecurityField = {
  runAsUser: [{ runAsUser: 5 }, (b) => b.User, "5"],
  runAsGroup: [{ runAsUser: 5, runAsGroup: 6 }, (b) => b.User, "5:6"],
  runAsNonRoot: [{ runAsNonRoot: true, runAsUser: 5 }, (b) => b.User, "5"],
  supplementalGroups: [{ supplementalGroups: [7, 8] }, (b) => b.HostConfig.GroupAdd, ["7", "8"]],
  privileged: [{ privileged: true }, (b) => b.HostConfig.Privileged, true],
  capabilitiesAdd: [{ capabilitiesAdd: ["NET_ADMIN"] }, (b) => b.HostConfig.CapAdd, ["NET_ADMIN"]],
  capabilitiesDrop: [{ capabilitiesDrop: ["ALL"] }, (b) => b.HostConfig.CapDrop, ["ALL"]],
  readOnlyRootFilesystem: [{ readOnlyRootFilesystem: true }, (b) => b.HostConfig.ReadonlyRootfs, true],
  allowPrivilegeEscalation: [
    { allowPrivilegeEscalation: false },
    (b) => b.HostConfig.SecurityOpt,
    ["no-new-privileges"],
  ],
  seccomp: [{ seccomp: "Unconfined" }, (b) => b.HostConfig.SecurityOpt, ["seccomp=unconfined"]],
  appArmor: [{ appArmor: "mine" }, (b) => b.HostConfig.SecurityOpt, ["apparmor=mine"]],
  seLinux: [
    { seLinux: { user: "u", role: "r", type: "t", level: "s0:c1" } },
    (b) => b.HostConfig.SecurityOpt,
    ["label=user:u", "label=role:r", "label=type:t", "label=level:s0:c1"],
  ],
  procMount: [
    { procMount: "Unmasked" },
    (b) => [b.HostConfig.MaskedPaths, b.HostConfig.ReadonlyPaths],
    [[], []],
  ],
  sysctls: [
    { sysctls: { "net.core.somaxconn": "9" } },
    (b) => b.HostConfig.Sysctls,
    { "net.core.somaxconn": "9" },
  ],
} satisfies Record<keyof SecuritySpec, readonly [SecuritySpec, Seen, unknown]>;

const everyResource = {
  cpuLimitMilli: [{ cpuLimitMilli: 250 }, { CpuPeriod: 100_000, CpuQuota: 25_000 }],
  cpuRequestMilli: [{ cpuRequestMilli: 250 }, { CpuShares: 2560 }],
  memoryLimitBytes: [{ memoryLimitBytes: 8_388_608 }, { Memory: 8_388_608, MemorySwap: 8_388_608 }],
  memoryRequestBytes: [{ memoryRequestBytes: 8_388_608 }, { MemoryReservation: 8_388_608 }],
  pidsLimit: [{ pidsLimit: 9 }, { PidsLimit: 9 }],
} satisfies Record<keyof ResourcesSpec, readonly [ResourcesSpec, HostConfig]>;

const bodyOf = (about: Partial<ContainerSpec>) => createRequest(containerSpec(about), context).body;

/** One that is on the host's network, or in a pod, has no networks and publishes nothing. */
const { hostNetwork: _, pod: _pod, ...onNetworks } = everyField;

describe("createRequest", () => {
  const { body, furtherNetworks } = createRequest(onNetworks, context);

  it.each(Object.entries(fields))("sends %s", (_field, [find, expected]) => {
    expect((find as Seen)(body)).toEqual(expected);
  });

  it.each(Object.entries(everySecurityField))("sends security.%s", (_field, [security, find, expected]) => {
    expect((find as Seen)(bodyOf({ security: security as SecuritySpec }))).toEqual(expected);
  });

  it.each(Object.entries(everyResource))("sends resources.%s", (_field, [resources, expected]) => {
    expect(bodyOf({ resources }).HostConfig).toMatchObject(expected);
  });

  it("sends no setting that an engine option of a manifest could send, too", () => {
    const bodies = [
      createRequest({ ...onNetworks, engineOptions: {} }, context).body,
      ...Object.values(everySecurityField).map(([security]) =>
        bodyOf({ security: security as SecuritySpec }),
      ),
      ...Object.values(everyResource).map(([resources]) => bodyOf({ resources })),
    ];
    const sent = [...new Set(bodies.flatMap(({ HostConfig }) => Object.keys(HostConfig)))];
    const text = [
      "{apiVersion: v1, kind: Hashike, metadata: {name: app}, spec: {containers: [{name: web, image: app,",
      "hostPID: true, hostIPC: true,",
      `engineOptions: {${sent.map((name) => `${name}: 1`).join(", ")}}}]}}`,
    ].join(" ");
    const { diagnostics } = readManifests([{ file: "m.yml", text }]);
    const refused = diagnostics.filter(({ severity }) => severity === "error");
    expect(refused.map(({ path }) => path?.split(".").at(-1)).sort()).toEqual(sent.sort());
  });

  it.each([
    [{ test: { kind: "shell", command: "exit 0" } }, { Test: ["CMD-SHELL", "exit 0"] }],
    [{ test: { kind: "none" } }, { Test: ["NONE"] }],
    [{ retries: 9 }, { Retries: 9 }],
  ] as const)("sends of a health check what it has, as the rest is the image's: %j", (healthCheck, sent) => {
    expect(bodyOf({ healthCheck }).Healthcheck).toEqual(sent);
  });

  it("publishes nothing on the host's network, where an engine would drop it and say nothing", () => {
    const { HostConfig, ...config } = bodyOf({ hostNetwork: true, networks: [], ports: everyField.ports });
    expect(HostConfig).toEqual({ NetworkMode: "host", RestartPolicy: { Name: "always" } });
    expect(config).not.toHaveProperty("NetworkingConfig");
    expect(config).not.toHaveProperty("ExposedPorts");
  });

  it("sends graphics cards that no driver of the engine hands out as the devices they are", () => {
    const text = [
      "{apiVersion: v1, kind: Hashike, metadata: {name: app}, spec: {containers: [{name: web, image: app,",
      "resources: {limits: {amd.com/gpu: 1}}}]}}",
    ].join(" ");
    const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
    const { HostConfig } = bodyOf({ devices: web?.devices ?? [] });
    expect(HostConfig.DeviceRequests).toBeUndefined();
    expect(HostConfig.Devices).toEqual(
      ["/dev/kfd", "/dev/dri"].map((path) => ({
        PathOnHost: path,
        PathInContainer: path,
        CgroupPermissions: "rwm",
      })),
    );
  });

  it("leaves all but the first network to be connected before the start", () => {
    expect(furtherNetworks).toEqual(["two", "three"]);
  });

  it("refuses a user by name where the process must not be root: that cannot be verified", () => {
    expect(() => bodyOf({ user: "app", security: { runAsNonRoot: true } })).toThrow("cannot be verified");
    expect(bodyOf({ user: "5:staff", security: { runAsNonRoot: true } }).User).toBe("5:staff");
  });

  it("lets no label of a manifest stand in the place of its own", () => {
    expect(body.Labels["hashike.name"]).toBe("shop");
  });

  it("keeps the record as it is", () => {
    expect(body.Labels["hashike.last-applied"]).toBe('{"the":"record"}');
  });

  it("says nothing of what is not asked for", () => {
    expect(bodyOf({})).toEqual({
      Image: "sha256:abc",
      OpenStdin: false,
      StdinOnce: false,
      Tty: false,
      StopTimeout: 30,
      HostConfig: { NetworkMode: "hashike", RestartPolicy: { Name: "always" } },
      NetworkingConfig: { EndpointsConfig: { hashike: {} } },
      Labels: {
        hashike: "",
        "hashike.kind": testOwner.kind,
        "hashike.namespace": testOwner.namespace,
        "hashike.name": testOwner.name,
        "hashike.container": "web",
        "hashike.role": "main",
        "hashike.hash": expect.stringMatching(/^v1:[0-9a-f]{32}$/),
        "hashike.last-applied": '{"the":"record"}',
        "hashike.ran-after": "init-1 init-2",
      },
    });
  });

  it("treats empty command and args as absent", () => {
    const empty = bodyOf({ command: [], args: [] });
    expect(empty.Entrypoint).toBeUndefined();
    expect(empty.Cmd).toBeUndefined();
  });

  it("refuses a secret that is not at hand, naming the variable", () => {
    expect(() => bodyOf({ env: [{ name: "TOKEN", secret: "f2" }] })).toThrow(
      expect.objectContaining({ code: "PLAN_SECRET_MISSING", message: expect.stringContaining("TOKEN") }),
    );
  });
});

describe("the hash label", () => {
  const hashOf = (about: Partial<ContainerSpec>, other: Partial<CreateContext> = {}) =>
    createRequest(containerSpec(about), { ...context, ...other }).body.Labels["hashike.hash"];

  it("is the same for other names, labels and records", () => {
    const other = hashOf({ name: "other", labels: { a: "b" } }, { record: "{}" });
    expect(other).toBe(hashOf({}));
  });

  it("differs by image ID and by the value of a variable", () => {
    const hashes = new Set([
      hashOf({}),
      hashOf({}, { imageId: "sha256:def" }),
      hashOf({ env: [{ name: "B", secret: "f1" }] }),
      hashOf({ env: [{ name: "B", secret: "f1" }] }, { secrets: { f1: "other" } }),
    ]);
    expect(hashes.size).toBe(4);
  });
});

it("is on a park besides its networks, and is otherwise the same", () => {
  const usual = createRequest(everyField, context);
  const parked = createRequest(everyField, { ...context, park: "0-park", source: "/srv/m.yml" });
  expect(parked.furtherNetworks).toEqual(everyField.networks);
  expect(parked.body.NetworkingConfig).toEqual({ EndpointsConfig: { "0-park": { GwPriority: 100 } } });
  const { Sysctls, ...settings } = parked.body.HostConfig;
  const { Sysctls: usualSysctls, ...usualSettings } = usual.body.HostConfig;
  expect(settings).toEqual(usualSettings);
  expect(Sysctls).toEqual({ ...usualSysctls, "net.ipv4.ip_dynaddr": "1" });
  expect(parked.body.Labels).toEqual({ ...usual.body.Labels, "hashike.source": "/srv/m.yml" });
});

it("is not started by the engine for now, and is otherwise the same", () => {
  const usual = createRequest(everyField, context);
  const held = createRequest(everyField, { ...context, noRestart: true });
  const { HostConfig, ...rest } = usual.body;
  expect(HostConfig.RestartPolicy?.Name).not.toBe("no");
  expect(held.body).toEqual({ ...rest, HostConfig: { ...HostConfig, RestartPolicy: { Name: "no" } } });
});
