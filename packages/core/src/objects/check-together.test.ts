import { describe, expect, it } from "vitest";
import { checkManifestsTogether } from "./check-together.ts";
import { readManifests } from "./read-manifests.ts";
import { diagnose, withContainer, withGoodContainer, withSpec } from "./test-diagnose.ts";

const manifest = (name: string, ...lines: readonly string[]) =>
  withSpec(...lines).replace("name: rest-api", `name: ${name}`);

const read = (...texts: readonly string[]) =>
  readManifests(texts.map((text, index) => ({ file: `${index}.yml`, text }))).diagnostics.map(
    ({ severity, path, message }) => `${severity} ${path}: ${message}`,
  );

const ports = (first: string, second: string) =>
  read(
    manifest("a", "containers:", "- name: web", "  image: nginx", `  ports: [${first}]`),
    manifest("b", "containers:", "- name: app", "  image: nginx", `  ports: [${second}]`),
  );

describe("checkManifestsTogether", () => {
  it("refuses one owner twice, and says no more of it", () => {
    expect(read(withGoodContainer(), withGoodContainer())).toEqual([
      'error metadata.name: "Hashike/default/rest-api" is already defined (0.yml:4:9)',
    ]);
  });

  it("takes a namespace that is left out for default", () => {
    const second = withGoodContainer().replace("name: rest-api", "namespace: default\n  name: rest-api");
    expect(read(withGoodContainer(), second)[0]).toContain("is already defined");
  });

  it("refuses one container name in two manifests, whatever their namespaces", () => {
    const second = withGoodContainer().replace("name: rest-api", "namespace: other\n  name: rest-api");
    expect(read(withGoodContainer(), second)).toEqual([
      'error spec.containers[0].name: container name "web" is already used (0.yml:7:11)',
    ]);
  });

  it("refuses one container name twice within a manifest, also for init containers", () => {
    expect(diagnose(withGoodContainer("initContainers:", "- {name: web, image: a}"))).toEqual([
      '7:11 spec.containers[0].name: container name "web" is already used (my-manifest.yml:10:12) [give each container its own name: it is the container\'s name on the engine]',
    ]);
  });

  it.each([
    ["a port by default", "{containerPort: 80}", "{containerPort: 8000, hostPort: 80}"],
    ["a port that is 0", "{containerPort: 80, hostPort: 0}", "{containerPort: 80, hostPort: 80}"],
    ["one address and every address", "{containerPort: 80, hostIP: 10.0.0.1}", "{containerPort: 80}"],
    [
      "every address and one",
      "{containerPort: 80, hostIP: 0.0.0.0}",
      "{containerPort: 80, hostIp: 10.0.0.1}",
    ],
    [
      "an address in two spellings",
      "{containerPort: 80, hostIP: '::1'}",
      "{containerPort: 80, hostIP: '0:0::1'}",
    ],
    [
      "a protocol in two spellings",
      "{containerPort: 53, protocol: udp}",
      "{containerPort: 53, protocol: UDP}",
    ],
  ])("refuses one host port for two containers: %s", (_, first, second) => {
    expect(ports(first, second)).toEqual([
      expect.stringMatching(/host port \d+\/\w+ is already taken by container "web" \(0\.yml:9:13\)/),
    ]);
  });

  it.each([
    ["protocols", "{containerPort: 53, protocol: udp}", "{containerPort: 53}"],
    ["addresses", "{containerPort: 53, hostIP: 10.0.0.1}", "{containerPort: 53, hostIP: 10.0.0.2}"],
    ["numbers", "{containerPort: 80, hostPort: 8001}", "{containerPort: 80, hostPort: 8002}"],
  ])("lets different %s stand beside each other", (_, first, second) => {
    expect(ports(first, second)).toEqual([]);
  });

  it("refuses one host port twice within a container", () => {
    expect(
      diagnose(withContainer("ports:", "- {containerPort: 80}", "- {containerPort: 81, hostPort: 80}")),
    ).toEqual([
      expect.stringContaining(
        'spec.containers[0].ports[1].hostPort: host port 80/TCP is already taken by container "web"',
      ),
    ]);
  });

  const withVolume = (name: string, source: string) => [
    "containers:",
    `- {name: ${name}, image: a}`,
    "volumes:",
    `- {name: data, ${source}}`,
  ];

  it("says whose a volume is already", () => {
    const both = [
      manifest("a", ...withVolume("web", "emptyDir: {}")),
      manifest("b", ...withVolume("app", "emptyDir: {}")),
    ] as const;
    expect(read(...both)).toEqual([
      'error spec.volumes[0].name: volume "data" is another manifest\'s already (0.yml:9:12)',
    ]);
  });

  it("takes an external volume for one of another manifest", () => {
    const both = [
      manifest("a", ...withVolume("web", "emptyDir: {}")),
      manifest("b", ...withVolume("app", "external: true")),
    ] as const;
    expect(read(...both)).toEqual([]);
  });

  it("does not note host paths of one name", () => {
    const lines = (name: string) => [
      "containers:",
      `- {name: ${name}, image: a}`,
      "volumes:",
      "- {name: data, hostPath: {path: /a}}",
    ];
    expect(read(manifest("a", ...lines("web")), manifest("b", ...lines("app")))).toEqual([]);
  });

  it("also compares manifests that were read one by one", () => {
    const one = () => readManifests([{ file: "a.yml", text: withGoodContainer() }]).manifests;
    expect(checkManifestsTogether([...one(), ...one()])).toHaveLength(1);
  });
});
