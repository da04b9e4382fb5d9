import { describe, expect, it } from "vitest";
import { isHashikeError } from "../../../errors.ts";
import { buildDesiredState } from "../../../objects/build-desired-state.ts";
import { parseManifests } from "../../../objects/read-manifests.ts";
import {
  diagnose,
  reasons,
  withContainer,
  withGoodContainer,
  withSpec,
} from "../../../objects/test-diagnose.ts";

const build = (text: string, networks?: readonly string[]) =>
  buildDesiredState(parseManifests(text, { file: "m.yml" }), { networks });

const three = (...lines: readonly string[]) =>
  withSpec(
    ...lines,
    "containers:",
    "- {name: web, image: app}",
    "- {name: api, image: app, hostNetwork: false, hostPID: false, hostIPC: false}",
    "- {name: db, image: app, hostNetwork: true}",
  );

const onHost = (text: string, networks?: readonly string[]) =>
  Object.fromEntries(
    build(text, networks).containers.map(({ name, hostNetwork, networks }) => [
      name,
      hostNetwork ?? networks,
    ]),
  );

describe("the host's network", () => {
  it("is for all containers, a container's own word counts before it, and one that is on it joins no other", () => {
    expect(onHost(three())).toEqual({ web: ["hashike"], api: ["hashike"], db: true });
    expect(onHost(three("hostNetwork: true"))).toEqual({ web: true, api: ["hashike"], db: true });
  });

  it("is not left for a network of the command line", () => {
    expect(onHost(three("hostNetwork: true"), ["backend"])).toEqual({
      web: true,
      api: ["backend"],
      db: true,
    });
  });

  it("is what --network host says to containers that do not say otherwise", () => {
    expect(onHost(three(), ["host"])).toEqual({ web: true, api: ["hashike"], db: true });
    expect(onHost(three("hostNetwork: false"), ["host"])).toEqual({
      web: ["hashike"],
      api: ["hashike"],
      db: true,
    });
  });

  it.each([
    ["ports: [{containerPort: 80, hostPort: 8080}]", "hostPort 8080 is not containerPort 80"],
    ["", "sysctl net.core.somaxconn would be the host's own"],
  ])("by --network host tells where a container is that cannot be on it: %s", (line, reason) => {
    const sysctls = "securityContext: {sysctls: [{name: net.core.somaxconn, value: '9'}]}";
    const text = withGoodContainer(...(line === "" ? [sysctls] : [`  ${line}`]));
    expect(() => build(text)).not.toThrow();
    const found = caught(() => build(text, ["host"]));
    expect(found).toEqual([
      expect.objectContaining({
        path: "container web",
        message: `cannot be on the host's network: ${reason}`,
        at: { file: "m.yml", line: 7, column: 5 },
      }),
    ]);
  });

  it.each<readonly [string, readonly string[], string]>([
    [
      "networks of its own",
      ["  networks: [{name: backend}]", "networks: [{name: backend}]"],
      "spec.containers[0].networks: cannot be joined with hostNetwork [leave out one of the two",
    ],
    [
      "a port of another number, which an engine would drop and say nothing",
      ["  ports: [{containerPort: 80, hostPort: 8080}]"],
      "spec.containers[0].ports[0].hostPort: must be containerPort (80) with hostNetwork, got 8080 [leave it out",
    ],
    [
      "a setting of the network",
      ["securityContext: {sysctls: [{name: net.core.somaxconn, value: '9'}]}"],
      'spec.securityContext.sysctls[0].name: "net.core.somaxconn" would be the host\'s own: container "web" has hostNetwork',
    ],
    ["a text", ["  hostNetwork: host"], "spec.containers[0].hostNetwork: must be true or false"],
  ])("does not go with %s", (_, lines, expected) => {
    const found = reasons(withGoodContainer(...lines, "hostNetwork: true"));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it("goes with a port of the same number, with host aliases and with settings of memory", () => {
    const text = withGoodContainer(
      "  ports: [{containerPort: 80, hostPort: 80}, {containerPort: 53, protocol: UDP}]",
      "hostNetwork: true",
      "hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]",
      "securityContext: {sysctls: [{name: kernel.shmmax, value: '9'}]}",
    );
    expect(reasons(text)).toEqual([]);
  });

  it.each([
    ["both are on it", "hostNetwork: true"],
    ["the other one publishes it", "hostNetwork: false"],
  ])("has each port once: %s", (_, second) => {
    const text = withSpec(
      "containers:",
      "- {name: web, image: app, hostNetwork: true, ports: [{containerPort: 80}]}",
      `- {name: api, image: app, ${second}, ports: [{containerPort: 80}]}`,
    );
    expect(diagnose(text)).toEqual([
      expect.stringContaining('host port 80/TCP is already taken by container "web" (my-manifest.yml:7:'),
    ]);
  });
});

describe("the host's processes and memory", () => {
  it("are for all containers, or for one", () => {
    const shared = (text: string) =>
      build(text).containers.map(({ name, hostPID, hostIPC }) => [name, hostPID, hostIPC]);
    expect(shared(three("hostPID: true", "hostIPC: true"))).toEqual([
      ["web", true, true],
      ["api", undefined, undefined],
      ["db", true, true],
    ]);
    expect(shared(withContainer("hostPID: true"))).toEqual([["web", true, undefined]]);
  });

  it.each([
    ["hostIPC: true", "kernel.shmmax", "hostIPC"],
    ["hostIPC: true", "fs.mqueue.msg_max", "hostIPC"],
  ])("%s does not go with a setting of it: %s", (line, name, field) => {
    const sysctls = `securityContext: {sysctls: [{name: ${name}, value: '9'}]}`;
    expect(reasons(withGoodContainer(line, sysctls))).toEqual([
      expect.stringContaining(
        `sysctls[0].name: "${name}" would be the host's own: container "web" has ${field}`,
      ),
    ]);
  });

  it("does not go with a size of /dev/shm, which an engine would leave out and say nothing", () => {
    const text = withGoodContainer(
      "  volumeMounts: [{name: shm, mountPath: /dev/shm}]",
      "volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]",
      "hostIPC: true",
    );
    expect(reasons(text)).toEqual([
      expect.stringContaining("volumeMounts[0].mountPath: is the host's own with hostIPC"),
    ]);
  });

  const options = "spec.containers[0].engineOptions";
  it.each([
    [
      "{PidMode: host}",
      `${options}.PidMode: cannot be passed on: it has a field in the manifest [write hostPID: true]`,
    ],
    [
      "{IpcMode: host}",
      `${options}.IpcMode: cannot be passed on: it has a field in the manifest [write hostIPC: true]`,
    ],
    ["{PidMode: 'container:a'}", `${options}.PidMode: is given together with hostPID [keep one of the two]`],
    ["{IpcMode: shareable}", undefined],
  ])("as engine options %s have a field, or are another thing", (given, expected) => {
    const found = reasons(withContainer("hostPID: true", `engineOptions: ${given}`));
    expect(found).toEqual(expected === undefined ? [] : [expected]);
  });
});

function caught(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (isHashikeError(error)) return error.diagnostics;
    throw error;
  }
  return undefined;
}
