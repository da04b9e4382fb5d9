import { describe, expect, it } from "vitest";
import { revealSecrets } from "../desired/secret-values.ts";
import { isHashikeError } from "../errors.ts";
import { type BuildOptions, buildDesiredState } from "./build-desired-state.ts";
import { parseManifests } from "./read-manifests.ts";

/** @param spec YAML below `spec:`, indented by two */
function build(spec: string, options?: BuildOptions, head = "metadata: {name: app}") {
  const text = `apiVersion: v1\nkind: Hashike\n${head}\nspec:\n${spec}`;
  return buildDesiredState(parseManifests(text, { file: "m.yml" }), options);
}

const container = (more: string) =>
  `  containers:\n  - {name: web, image: nginx${more === "" ? "" : `, ${more}`}}\n`;

function only(spec: string, options?: BuildOptions) {
  const [first] = build(spec, options).containers;
  if (first === undefined) throw new Error("no container");
  return first;
}

describe("defaults", () => {
  it("fills in everything that a container needs", () => {
    const { origin, ...spec } = only(container(""));
    expect(spec).toEqual({
      name: "web",
      owner: { kind: "Hashike", namespace: "default", name: "app" },
      role: "main",
      startAfter: [],
      image: "nginx:latest",
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
    });
    expect(origin).toEqual({ file: "m.yml", line: 6, column: 5 });
  });

  it("takes the namespace of the manifest, then the one asked for", () => {
    expect(build(container(""), { namespace: "asked" }).owners[0]?.namespace).toBe("asked");
    const own = build(container(""), { namespace: "asked" }, "metadata: {name: app, namespace: own}");
    expect(own.owners[0]?.namespace).toBe("own");
  });

  it("joins the networks asked for, which must exist, instead of its own", () => {
    const desired = build(container(""), { networks: ["front", "back"] });
    expect(desired.networks).toEqual([
      { name: "front", external: true },
      { name: "back", external: true },
    ]);
    expect(desired.containers[0]?.networks).toEqual(["front", "back"]);
    expect(build(container("")).networks).toEqual([{ name: "hashike", external: false }]);
  });

  it("publishes a port under its own number, on every address, by tcp", () => {
    expect(
      only(
        container(
          "ports: [{containerPort: 80}, {containerPort: 53, hostPort: 5353, protocol: udp, hostIp: 10.0.0.1}]",
        ),
      ).ports,
    ).toEqual([
      { containerPort: 80, hostPort: 80, hostIp: "", protocol: "tcp" },
      { containerPort: 53, hostPort: 5353, hostIp: "10.0.0.1", protocol: "udp" },
    ]);
  });

  it("counts an empty command as none", () => {
    expect(only(container("command: [], args: []"))).not.toHaveProperty("command");
  });
});

describe("restart policies", () => {
  it.each([
    ["", "", "OnFailure", "Always"],
    ["  restartPolicy: OnFailure\n", "", "OnFailure", "OnFailure"],
    ["  restartPolicy: Never\n", "", "Never", "Never"],
    ["", ", restartPolicy: Never", "Never", "Always"],
  ])("of the manifest %j and of an init container %j", (shared, own, initPolicy, mainPolicy) => {
    const desired = build(
      `${shared}  initContainers: [{name: migrate, image: nginx${own}}]\n${container("")}`,
    );
    expect(desired.containers.map((c) => [c.role, c.restartPolicy])).toEqual([
      ["init", initPolicy],
      ["main", mainPolicy],
    ]);
  });

  it("Always on an init container makes it a sidecar, in its place in the order", () => {
    const inits =
      "  initContainers: [{name: first, image: nginx}, {name: proxy, image: nginx, restartPolicy: Always}]\n";
    expect(build(inits + container("")).containers.map((c) => [c.name, c.role, c.startAfter])).toEqual([
      ["first", "init", []],
      ["proxy", "sidecar", ["first"]],
      ["web", "main", ["proxy"]],
    ]);
  });
});

describe("variables", () => {
  it("see those before them; command and args see all; scalars are taken as written", () => {
    const spec = only(
      container(
        'command: ["$(B)"], args: ["$(NOPE) $$(A)"], env: [{name: A, value: 8080}, {name: B, value: "b$(A)$(C)"}, {name: C, value: true}]',
      ),
    );
    expect(spec.env).toEqual([
      { name: "A", value: "8080" },
      { name: "B", value: "b8080$(C)" },
      { name: "C", value: "true" },
    ]);
    expect([spec.command, spec.args]).toEqual([["b8080$(C)"], ["$(NOPE) $(A)"]]);
  });

  it("that are secret are nowhere in the specs, also where another text uses them", () => {
    const desired = build(
      container(
        'args: ["--pw=$(DB_PASSWORD)"], env: [{name: DB_PASSWORD, value: hunter2}, {name: HEADER, value: "Bearer $(DB_PASSWORD)"}, {name: PLAIN, value: x}]',
      ),
    );
    const { secrets, ...shown } = desired;
    expect(JSON.stringify(shown)).not.toContain("hunter2");
    expect(Object.values(secrets).sort()).toEqual(["Bearer hunter2", "hunter2"]);
    const [spec] = desired.containers;
    expect(spec?.env.map((v) => ("secret" in v ? [v.name, secrets[v.secret]] : [v.name, v.value]))).toEqual([
      ["DB_PASSWORD", "hunter2"],
      ["HEADER", "Bearer hunter2"],
      ["PLAIN", "x"],
    ]);
    expect(revealSecrets(spec?.args?.[0] ?? "", secrets)).toBe("--pw=hunter2");
  });

  it("that are secret are told apart by name, though their values are equal", () => {
    const { containers } = build(
      container("env: [{name: A_TOKEN, value: same}, {name: B_TOKEN, value: same}]"),
    );
    const ids = containers[0]?.env.map((v) => ("secret" in v ? v.secret : "plain"));
    expect(new Set(ids).size).toBe(2);
  });
});

describe("volumes", () => {
  const mounts =
    "volumeMounts: [{name: data, mountPath: /data/}, {name: conf, mountPath: /conf, readOnly: true, subPath: a/b}]";
  const volumes =
    "  volumes: [{name: data, emptyDir: {}}, {name: conf, hostPath: {path: ./conf, type: File}}, {name: idle, emptyDir: {}}]\n";

  it("are those that a container mounts; relative host paths start at the manifest", () => {
    const desired = build(container(mounts) + volumes, {
      resolveHostPath: (path, file) => `/from/${file}/${path}`,
    });
    expect(desired.volumes.map((v) => v.name)).toEqual(["data"]);
    expect(desired.hostPaths).toEqual([
      { path: "/from/m.yml/./conf", type: "File", origin: expect.objectContaining({ line: 7 }) },
    ]);
    expect(desired.containers[0]?.mounts).toEqual([
      { type: "volume", volume: "data", target: "/data", readOnly: false },
      {
        type: "hostPath",
        path: "/from/m.yml/./conf",
        pathType: "File",
        target: "/conf",
        readOnly: true,
        subPath: "a/b",
      },
    ]);
  });

  it("with a relative host path are a located mistake where nobody knows what it is relative to", () => {
    try {
      build(container(mounts) + volumes);
    } catch (error) {
      if (!isHashikeError(error)) throw error;
      expect([error.code, error.at?.line, error.message]).toEqual([
        "MANIFEST_INVALID",
        7,
        expect.stringContaining("./conf"),
      ]);
      return;
    }
    throw new Error("it was accepted");
  });
});

describe("images", () => {
  it("are one for all spellings of a reference, and the container that wants it newest decides", () => {
    const desired = build(
      "  containers:\n  - {name: one, image: nginx, imagePullPolicy: Never}\n  - {name: two, image: docker.io/library/nginx:latest, imagePullPolicy: Always}\n",
    );
    expect(desired.images).toEqual([
      { reference: "nginx:latest", scheme: "registry", policy: "Always", origin: expect.anything() },
    ]);
  });

  it("keep a reference with a scheme as it is written", () => {
    const [image] = build(
      "  containers: [{name: web, image: 'docker-archive+s3://b/a.tar.gz/app:1'}]\n",
    ).images;
    expect(image).toMatchObject({
      reference: "docker-archive+s3://b/a.tar.gz/app:1",
      scheme: "docker-archive+s3",
      policy: "IfPossible",
    });
  });
});

it("resources come in thousandths and bytes, and a limit is the request too", () => {
  expect(
    only(container("resources: {limits: {cpu: 1.5, memory: 64Mi}, requests: {memory: 32M}}")).resources,
  ).toEqual({
    cpuLimitMilli: 1500,
    cpuRequestMilli: 1500,
    memoryLimitBytes: 64 * 1024 * 1024,
    memoryRequestBytes: 32_000_000,
  });
});

it("rights of a container win over those of the manifest", () => {
  const shared =
    "  securityContext: {runAsUser: 1000, runAsGroup: 1000, supplementalGroups: [7], sysctls: [{name: net.core.somaxconn, value: '9'}]}\n";
  expect(
    only(
      container(
        "securityContext: {runAsUser: 0, capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false}",
      ) + shared,
    ).security,
  ).toEqual({
    runAsUser: 0,
    runAsGroup: 1000,
    supplementalGroups: [7],
    capabilitiesDrop: ["ALL"],
    allowPrivilegeEscalation: false,
    sysctls: { "net.core.somaxconn": "9" },
  });
});

it("manifests that do not go together are refused with every reason", () => {
  const one = (name: string) =>
    parseManifests(
      `apiVersion: v1\nkind: Hashike\nmetadata: {name: ${name}}\nspec: {containers: [{name: web, image: nginx, ports: [{containerPort: 80}]}]}`,
      { file: `${name}.yml` },
    );
  try {
    buildDesiredState([...one("a"), ...one("b")]);
  } catch (error) {
    if (!isHashikeError(error)) throw error;
    expect(error.diagnostics.filter((d) => d.severity === "error").length).toBe(2);
    expect(error.at?.file).toBe("b.yml");
    return;
  }
  throw new Error("they were accepted");
});
