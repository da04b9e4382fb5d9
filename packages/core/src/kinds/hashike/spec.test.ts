import { describe, expect, it } from "vitest";
import { reasons, withGoodContainer, withSpec } from "../../objects/test-diagnose.ts";

/** Each row: the lines of the spec beside a good container, and a part of the only diagnostic. */
describe("a spec", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["ports", ["ports: []"], "spec.ports: is not a known key [move it to spec.containers[].ports]"],
    [
      "a host name",
      ["hostname: a"],
      "spec.hostname: is known in Kubernetes, but not supported in kind Hashike yet",
    ],
    [
      "a container's probe",
      ["readinessProbe: {}"],
      "spec.readinessProbe: is not a known key [move it to spec.containers[].readinessProbe]",
    ],
    [
      "part of a second",
      ["terminationGracePeriodSeconds: 1.5"],
      "must be a whole number, got the number 1.5",
    ],
    ["a negative time", ["terminationGracePeriodSeconds: -1"], "must be between 0 and 2147483647, got -1"],
    [
      "a volume without a source",
      ["volumes:", "- name: data"],
      "spec.volumes[0]: has no source [write emptyDir: {}",
    ],
    [
      "a volume with two sources",
      ["volumes:", "- {name: data, emptyDir: {}, hostPath: {path: /a}}"],
      "hostPath: is given together with emptyDir",
    ],
    [
      "two volumes of one name",
      ["volumes:", "- {name: data, emptyDir: {}}", "- {name: data, emptyDir: {}}"],
      'spec.volumes[1].name: names a second volume "data"',
    ],
    [
      "a volume name of one character",
      ["volumes:", "- {name: d, emptyDir: {}}"],
      "spec.volumes[0].name: must have at least 2 characters",
    ],
    [
      "a volume in huge pages",
      ["volumes:", "- {name: data, emptyDir: {medium: HugePages}}"],
      'emptyDir.medium: "HugePages" is known in Kubernetes, but not supported in kind Hashike yet [use',
    ],
    [
      "a volume with a size",
      ["volumes:", "- {name: data, emptyDir: {sizeLimit: 1Gi}}"],
      "emptyDir.sizeLimit: is only for medium: Memory",
    ],
    [
      "a path from home",
      ["volumes:", "- {name: data, hostPath: {path: ~/data}}"],
      'hostPath.path: must be absolute, got "~/data" [start it with /, or with ./',
    ],
    [
      "a path that leaves",
      ["volumes:", "- {name: data, hostPath: {path: /a/../b}}"],
      "hostPath.path: must not contain ..",
    ],
    [
      "an empty path",
      ["volumes:", '- {name: data, hostPath: {path: ""}}'],
      "hostPath.path: must not be empty",
    ],
    [
      "a path of unknown type",
      ["volumes:", "- {name: data, hostPath: {path: /a, type: Dir}}"],
      'hostPath.type: must be "", DirectoryOrCreate, Directory,',
    ],
    [
      "a host alias without address",
      ["hostAliases:", "- {ip: a.b, hostnames: [a]}"],
      'spec.hostAliases[0].ip: must be an IPv4 or IPv6 address, got "a.b"',
    ],
    [
      "a host alias without names",
      ["hostAliases:", "- {ip: 10.0.0.1, hostnames: []}"],
      "hostnames: must have at least one item",
    ],
    [
      "a bad host name",
      ["hostAliases:", "- {ip: 10.0.0.1, hostnames: [a b]}"],
      'hostnames[0]: must be a host name, got "a b"',
    ],
    [
      "a name server by name",
      ["dnsConfig: {nameservers: [dns.example]}"],
      "spec.dnsConfig.nameservers[0]: must be an IPv4 or IPv6 address",
    ],
    [
      "a setting of the host",
      ["securityContext: {sysctls: [{name: vm.swappiness, value: '1'}]}"],
      'sysctls[0].name: "vm.swappiness" cannot be set for a container',
    ],
    [
      "a group for files",
      ["securityContext: {fsGroup: 1}"],
      "spec.securityContext.fsGroup: is known in Kubernetes",
    ],
  ])("does not go with %s", (_, lines, expected) => {
    const found = reasons(withGoodContainer(...lines));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it.each(["configMap", "secret", "persistentVolumeClaim", "projected", "csi"])(
    "says that volumes of %s are not supported",
    (source) => {
      expect(reasons(withGoodContainer("volumes:", `- {name: data, ${source}: {}}`))).toContainEqual(
        `spec.volumes[0].${source}: is known in Kubernetes, but not supported in kind Hashike yet [use emptyDir or hostPath]`,
      );
    },
  );

  it("says once what is wrong with a volume of an unsupported source", () => {
    expect(reasons(withGoodContainer("volumes:", "- {name: data, secret: {}}"))).toHaveLength(1);
  });

  it.each<readonly [string, readonly string[]]>([
    ["pod settings", ["restartPolicy: Never", "terminationGracePeriodSeconds: 0"]],
    [
      "name resolution",
      [
        "hostAliases: [{ip: '2001:db8::1', hostnames: [a, b.c]}]",
        "dnsConfig: {nameservers: [1.1.1.1], searches: [a.b], options: [{name: ndots, value: '2'}, {name: edns0}]}",
      ],
    ],
    [
      "pod rights",
      [
        "securityContext: {runAsUser: 1, runAsNonRoot: true, supplementalGroups: [1, 2], sysctls: [{name: net.core.somaxconn, value: '1024'}]}",
      ],
    ],
    ["a sidecar", ["initContainers:", "- {name: side, image: a, restartPolicy: Always}"]],
    [
      "a path beside the manifest",
      ["volumes:", "- {name: data, hostPath: {path: ./data, type: DirectoryOrCreate}}"],
    ],
  ])("goes with %s", (_, lines) => {
    expect(reasons(withGoodContainer(...lines))).toEqual([]);
  });

  it.each(["-", "s3://bucket/a.yml", "https://example.com/a.yml"])(
    "has no relative paths when it comes from %s",
    (file) => {
      const text = withGoodContainer("volumes:", "- {name: data, hostPath: {path: ./data}}");
      expect(reasons(text, file)).toEqual([
        expect.stringContaining("spec.volumes[0].hostPath.path: must be absolute: this"),
      ]);
      expect(reasons(text, "C:/a.yml")).toEqual([]);
    },
  );

  it("takes rights of the pod into account for root", () => {
    const text = withGoodContainer(
      "  securityContext: {runAsUser: 0}",
      "securityContext: {runAsNonRoot: true}",
    );
    expect(reasons(text)).toEqual([
      expect.stringContaining("spec.containers[0].securityContext: would run as root"),
    ]);
  });

  it("needs a container", () => {
    expect(reasons(withSpec("containers: []"))).toEqual(["spec.containers: must have at least one item"]);
    expect(reasons(withSpec("volumes: []"))).toEqual(["spec.containers: is missing"]);
    expect(reasons(withSpec("containers:", "-"))).toEqual([
      "spec.containers[0]: must be a mapping, got nothing",
    ]);
  });
});
