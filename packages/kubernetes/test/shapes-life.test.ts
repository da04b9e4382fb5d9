import { apply, type DesiredState, plan, planDelete, readManifests } from "@hashike/core";
import { createMemoryDriver, type MemoryDriver } from "@hashike/core/testing";
import { describe, expect, it } from "vitest";
import { containerWith, desired, kinds, podWith, reasons } from "./pod.ts";

// From the first apply of a pod to its end: the shapes that manifests of pods have in the wild.

const owner = { kind: "Pod", namespace: "default", name: "posts" };

/** With an engine that has the image, and that of sandboxes. */
function createDriver(): MemoryDriver {
  const driver = createMemoryDriver();
  for (const image of ["posts:1", "hashike://pause"]) {
    driver.engine.images.set(image, { id: `${image}-id`, digests: [] });
  }
  return driver;
}

async function run(driver: MemoryDriver, state: DesiredState) {
  const planned = plan(state, await driver.observe(state));
  const result = await apply(planned, driver);
  return { status: result.status, changes: planned.changes.map(({ kind }) => kind) };
}

const names = ({ engine }: MemoryDriver) =>
  [...engine.containers.values()].map(({ name }) => name).toSorted();

const ids = ({ engine }: MemoryDriver) => [...engine.containers.values()].map(({ id }) => id);

describe("a pod on an engine", () => {
  it("is made once, left alone, and replaced for another value", async () => {
    const driver = createDriver();
    const text = (value: string) => containerWith(`env: [{name: A, value: ${value}}]`);
    expect(await run(driver, desired(text("one")))).toMatchObject({ status: "done" });
    const first = ids(driver);
    expect((await run(driver, desired(text("one")))).changes).toEqual([]);
    expect(ids(driver)).toEqual(first);
    expect(await run(driver, desired(text("two")))).toMatchObject({ status: "done" });
    expect(names(driver)).toEqual(["default_posts_posts"]);
    expect(ids(driver)).not.toEqual(first);
  });

  it("loses the container that it does not name any more, and nobody else's", async () => {
    const driver = createDriver();
    const both = podWith("containers: [{name: a, image: 'posts:1'}, {name: b, image: 'posts:1'}]");
    const one = podWith("containers: [{name: a, image: 'posts:1'}]");
    await run(driver, desired(both));
    await run(driver, desired(one.replace("name: posts", "name: other")));
    expect(await run(driver, desired(one))).toMatchObject({ status: "done" });
    expect(names(driver)).toEqual(["default_other_a", "default_posts_a"]);
  });

  it("goes with all that it has, and what is not there goes as well", async () => {
    const driver = createDriver();
    const text = podWith(
      "volumes: [{name: v, emptyDir: {}}]",
      "containers:",
      "- {name: a, image: 'posts:1', volumeMounts: [{name: v, mountPath: /v}]}",
      "- {name: b, image: 'posts:1'}",
    );
    await run(driver, desired(text));
    expect(names(driver)).toEqual(["default_posts", "default_posts_a", "default_posts_b"]);
    const remove = async () => {
      const observed = await driver.observe({ ...desired(text), containers: [] });
      return apply(planDelete([owner], observed), driver);
    };
    expect(await remove()).toMatchObject({ status: "done" });
    expect([names(driver), [...driver.engine.volumes.keys()]]).toEqual([[], []]);
    expect(await remove()).toMatchObject({ status: "done" });
  });
});

it("a bad document in the middle leaves nothing of the input to be made, whatever is wrong with it", () => {
  const good = (name: string) => containerWith().replace("name: posts, ", `name: ${name}, `);
  for (const bad of [
    "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: [{name: a}]}\n",
    "apiVersion: v1\nkind: Wibble\nmetadata: {name: bad}\n",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: bad\n",
    "kind: Pod\n",
    "- a\n",
    "just words\n",
    '{{ include "x" . }}\n',
    "apiVersion: v2\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: [{name: a, image: a}]}\n",
  ]) {
    const text = [good("first"), bad, good("last")].join("---\n");
    const { diagnostics } = readManifests([{ file: "pod.yml", text }], { kinds });
    expect(diagnostics.filter(({ severity }) => severity === "error").length, bad).toBeGreaterThan(0);
    expect(diagnostics[0]?.at?.line, bad).toBeGreaterThan(8);
    expect(() => desired(text), bad).toThrow();
  }
});

describe("ports", () => {
  const ports = (list: string, ...more: readonly string[]) =>
    desired(podWith(...more, `containers: [{name: a, image: a, ports: ${list}}]`)).containers[0]?.ports;

  it("are not published without hostPort, whatever else is said of them", () => {
    expect(
      ports(
        "[{containerPort: 80}, {containerPort: 81, hostPort: 0, hostIP: 0.0.0.0, protocol: UDP, name: u}]",
      ),
    ).toEqual([]);
  });

  it("are published where they have one, by protocol and address", () => {
    expect(
      ports(
        "[{containerPort: 80, hostPort: 80}, {containerPort: 80, hostPort: 80, protocol: UDP, hostIP: '::1'}]",
      ),
    ).toEqual([
      { containerPort: 80, hostPort: 80, hostIp: "", protocol: "tcp" },
      { containerPort: 80, hostPort: 80, hostIp: "::1", protocol: "udp" },
    ]);
  });

  it("are the container's on the host's network", () => {
    expect(
      ports("[{containerPort: 80}, {containerPort: 53, protocol: UDP}]", "hostNetwork: true"),
    ).toMatchObject([
      { hostPort: 80, protocol: "tcp" },
      { hostPort: 53, protocol: "udp" },
    ]);
  });

  it.each([
    ["{containerPort: 0}", "containerPort: must be between 1 and 65535"],
    ["{containerPort: 65536}", "containerPort: must be between 1 and 65535"],
    ["{hostPort: 80}", "containerPort: is missing"],
    ["{containerPort: 80, hostPort: -1}", "hostPort: must be between 0 and 65535"],
    ["{containerPort: 80, protocol: tcp}", "protocol: must be TCP"],
    ["{containerPort: '80'}", "containerPort: must be a whole number"],
    ["80", "must be a mapping"],
  ])("%s is refused", (port, message) => {
    expect(reasons(podWith(`containers: [{name: a, image: a, ports: [${port}]}]`))[0]).toContain(message);
  });

  it("of one number on one address are refused within a pod, and of one name within a container", () => {
    const two = "{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}";
    expect(reasons(podWith(`containers: [{name: a, image: a, ports: [${two}]}]`))[0]).toContain("80/TCP");
    const apart = podWith(
      "containers:",
      "- {name: a, image: a, ports: [{containerPort: 80, hostPort: 80}]}",
      "- {name: b, image: a, ports: [{containerPort: 81, hostPort: 80}]}",
    );
    expect(reasons(apart)[0]).toContain("80/TCP");
    const named = "{containerPort: 80, name: p}, {containerPort: 81, name: p}";
    expect(reasons(podWith(`containers: [{name: a, image: a, ports: [${named}]}]`))).toHaveLength(1);
  });
});

describe("the name of a host", () => {
  const hostname = (name: string, ...more: readonly string[]) =>
    desired(podWith(...more, "containers: [{name: a, image: a}]").replace("name: posts", `name: ${name}`))
      .containers[0]?.hostname;

  it("is the pod's, cut where it is too long, unless it has another", () => {
    expect(hostname("web")).toBe("web");
    expect(hostname("a_b")).toBe("a-b");
    expect(hostname(`${"x".repeat(62)}-yz`)).toBe("x".repeat(62));
    expect(hostname("web", "hostname: front")).toBe("front");
    expect(hostname("web", "hostname: front", "hostnameOverride: over")).toBe("over");
    expect(hostname("web", "hostNetwork: true")).toBe(undefined);
  });

  it.each(["a.b", "-a", "a_b", `${"x".repeat(64)}`])("cannot be %s", (name) => {
    expect(reasons(podWith(`hostname: ${name}`, "containers: [{name: a, image: a}]"))[0]).toContain(
      "spec.hostname: must be a host name",
    );
  });

  it("may be given to others, also on the host's network, each with its address", () => {
    const aliases = (list: string, ...more: readonly string[]) =>
      podWith(...more, `hostAliases: ${list}`, "containers: [{name: a, image: a}]");
    for (const more of [[], ["hostNetwork: true"]]) {
      const text = aliases(
        "[{ip: 10.0.0.1, hostnames: [db, db.local]}, {ip: '::1', hostnames: [six]}]",
        ...more,
      );
      expect(desired(text).containers[0]?.hostAliases).toEqual([
        { ip: "10.0.0.1", hostnames: ["db", "db.local"] },
        { ip: "::1", hostnames: ["six"] },
      ]);
    }
    expect(reasons(aliases("[{ip: db, hostnames: [a b]}, {hostnames: [a]}]"))).toEqual([
      'spec.hostAliases[0].ip: must be an IPv4 or IPv6 address, got "db"',
      'spec.hostAliases[0].hostnames[0]: must be a host name, got "a b"',
      "spec.hostAliases[1].ip: is missing",
    ]);
  });
});

describe("probes and the end", () => {
  const probed = (probe: string) => desired(containerWith("ports: [{containerPort: 80, name: http}]", probe));

  it.each(["startup", "readiness", "liveness"] as const)("a %s probe asks by every handler", (kind) => {
    const handler = (text: string) => probed(`${kind}Probe: {${text}}`).containers[0]?.probes[kind]?.handler;
    expect(handler("exec: {command: [a, b]}")).toEqual({ kind: "exec", command: ["a", "b"] });
    expect(handler("httpGet: {port: http, path: /x}")).toMatchObject({
      kind: "httpGet",
      port: 80,
      path: "/x",
    });
    expect(handler("tcpSocket: {port: 81}")).toMatchObject({ kind: "tcpSocket", port: 81 });
    expect(handler("grpc: {port: 82, service: s}")).toMatchObject({ kind: "grpc", port: 82, service: "s" });
  });

  it("has the times of Kubernetes where it says none, or 0", () => {
    const times = {
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
    };
    expect(probed("livenessProbe: {tcpSocket: {port: 1}}").containers[0]?.probes.liveness).toMatchObject(
      times,
    );
    const zeros = "periodSeconds: 0, timeoutSeconds: 0, successThreshold: 0, failureThreshold: 0";
    expect(
      probed(`livenessProbe: {tcpSocket: {port: 1}, ${zeros}}`).containers[0]?.probes.liveness,
    ).toMatchObject(times);
  });

  it.each([
    ["livenessProbe: {}", "does not say what to do"],
    ["livenessProbe: {tcpSocket: {port: 1}, exec: {command: [a]}}", "together"],
    ["livenessProbe: {tcpSocket: {port: none}}", "none"],
    ["livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2}", "successThreshold"],
    ["startupProbe: {tcpSocket: {port: 1}, successThreshold: 2}", "successThreshold"],
    ["livenessProbe: {exec: {command: []}}", "command"],
    ["livenessProbe: {exec: a}", "must be a mapping"],
  ])("%s is refused", (probe, message) => {
    expect(reasons(containerWith(probe)).join()).toContain(message);
  });

  it.each([
    [[], 30],
    [["terminationGracePeriodSeconds: 0"], 0],
    [["terminationGracePeriodSeconds: 5"], 5],
  ])("the time to end by %j is %i seconds", (lines, seconds) => {
    const text = podWith(...lines, "containers: [{name: a, image: a}, {name: b, image: a}]");
    expect(desired(text).containers.filter(({ role }) => role === "main")).toMatchObject([
      { stopTimeoutSeconds: seconds },
      { stopTimeoutSeconds: seconds },
    ]);
  });

  it("ends by the signal that it says, and by no other text", () => {
    const text = (signal: string) => containerWith(`lifecycle: {stopSignal: ${signal}}`);
    expect(desired(text("SIGINT")).containers[0]?.stopSignal).toBe("SIGINT");
    expect(desired(containerWith()).containers[0]).not.toHaveProperty("stopSignal");
    expect(reasons(text("SIGNOPE"))).toHaveLength(1);
    expect(
      reasons(podWith("terminationGracePeriodSeconds: -1", "containers: [{name: a, image: a}]")),
    ).toHaveLength(1);
  });

  it.each([
    ["Always", "Always"],
    ["OnFailure", "OnFailure"],
    ["Never", "Never"],
  ])("restarts %s", (policy, expected) => {
    const [init, main] = desired(
      podWith(
        `restartPolicy: ${policy}`,
        "initContainers: [{name: i, image: a}]",
        "containers: [{name: a, image: a}]",
      ),
    ).containers;
    expect(main?.restartPolicy).toBe(expected);
    expect(init?.restartPolicy).toBe(policy === "Never" ? "Never" : "OnFailure");
  });
});
