import { describe, expect, it } from "vitest";
import { reasons, withContainer, withGoodContainer, withSpec } from "../../objects/test-diagnose.ts";

const container = "spec.containers[0]";

/** Each row: the container's lines, and the diagnostics without positions. */
describe("probes and hooks", () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    [
      "no handler",
      ["readinessProbe: {periodSeconds: 1}"],
      ["readinessProbe: does not say what to do [add exec, httpGet, tcpSocket or grpc]"],
    ],
    [
      "two handlers",
      ["startupProbe: {exec: {command: [ls]}, grpc: {port: 1}}"],
      ["startupProbe.grpc: is given together with exec [keep one of the two]"],
    ],
    [
      "a misspelt handler, once",
      ["readinessProbe: {httpget: {port: 80}}"],
      ["readinessProbe.httpget: is not a known key [did you mean httpGet?]"],
    ],
    [
      "a misspelt threshold",
      ["readinessProbe: {tcpSocket: {port: 80}, failureTreshold: 2}"],
      ["readinessProbe.failureTreshold: is not a known key [did you mean failureThreshold?]"],
    ],
    [
      "several successes of a liveness probe",
      ["livenessProbe: {tcpSocket: {port: 80}, successThreshold: 2}"],
      ["livenessProbe.successThreshold: must be 1 for a livenessProbe, got 2 [leave it out]"],
    ],
    [
      "several successes of a startup probe",
      ["startupProbe: {tcpSocket: {port: 80}, successThreshold: 2}"],
      ["startupProbe.successThreshold: must be 1 for a startupProbe, got 2 [leave it out]"],
    ],
    [
      "no time between questions",
      ["readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 0}"],
      ["readinessProbe.periodSeconds: must be between 1 and 2147483647, got 0"],
    ],
    [
      "a port out of range",
      ["readinessProbe: {httpGet: {port: 65536}}", "livenessProbe: {tcpSocket: {port: 0}}"],
      [
        "readinessProbe.httpGet.port: must be between 1 and 65535, got 65536",
        "livenessProbe.tcpSocket.port: must be between 1 and 65535, got 0",
      ],
    ],
    [
      "a name that no port has",
      ["ports: [{containerPort: 80, name: http}]", "readinessProbe: {httpGet: {port: htp}}"],
      [
        'readinessProbe.httpGet.port: names the port "htp", which is not in ports of this container [did you mean "http"?]',
      ],
    ],
    [
      "a name without ports",
      ["livenessProbe: {tcpSocket: {port: db}}"],
      [
        'livenessProbe.tcpSocket.port: names the port "db", which is not in ports of this container [write its number, or give one of the container\'s ports this name]',
      ],
    ],
    [
      "a URL as host",
      ["readinessProbe: {httpGet: {port: 80, host: 'http://localhost'}}"],
      [
        'readinessProbe.httpGet.host: must be a host name or an address, got "http://localhost" [write it without scheme, port and path]',
      ],
    ],
    [
      "a header in two lines, and does not show it",
      ['readinessProbe: {httpGet: {port: 80, httpHeaders: [{name: Authorization, value: "a\\r\\nb: c"}]}}'],
      [
        "readinessProbe.httpGet.httpHeaders[0].value: must not contain line breaks, other control characters, or characters beyond Latin-1",
      ],
    ],
    [
      "an empty command",
      ["livenessProbe: {exec: {command: []}}"],
      ["livenessProbe.exec.command: must have at least one item"],
    ],
    [
      "a grace period of its own",
      ["livenessProbe: {tcpSocket: {port: 80}, terminationGracePeriodSeconds: 1}"],
      [
        "livenessProbe.terminationGracePeriodSeconds: is known in Kubernetes, but not supported in kind Hashike yet [write it under spec, for all containers]",
      ],
    ],
    [
      "a hook by TCP",
      ["lifecycle: {preStop: {tcpSocket: {port: 80}}}"],
      [
        "lifecycle.preStop.tcpSocket: is known in Kubernetes, but not supported in kind Hashike yet [use exec, httpGet or sleep: Kubernetes runs no tcpSocket here either]",
      ],
    ],
    [
      "an empty hook",
      ["lifecycle: {postStart: {}}"],
      ["lifecycle.postStart: does not say what to do [add exec, httpGet or sleep]"],
    ],
    [
      "a sleep beyond the grace period",
      ["lifecycle: {preStop: {sleep: {seconds: 31}}}"],
      ["lifecycle.preStop.sleep.seconds: must not be more than terminationGracePeriodSeconds (30), got 31"],
    ],
  ])("finds %s", (_, lines, expected) => {
    expect(reasons(withContainer(...lines))).toEqual(expected.map((text) => `${container}.${text}`));
  });

  it("goes with every handler, named ports, and any case of the scheme", () => {
    const text = withContainer(
      "ports: [{containerPort: 8443, name: web}]",
      "startupProbe: {exec: {command: [test, -e, /ready]}, failureThreshold: 30}",
      "readinessProbe:",
      "  httpGet: {path: '/healthz?full=1', port: web, scheme: https, httpHeaders: [{name: X-Version, value: 2}]}",
      "  successThreshold: 2",
      "livenessProbe: {grpc: {port: 50051, service: shop}}",
      "lifecycle: {postStart: {httpGet: {port: 8443}}, preStop: {sleep: {seconds: 5}}}",
    );
    expect(reasons(text)).toEqual([]);
  });

  it("are not for init containers that run to their end", () => {
    const init = (...more: readonly string[]) =>
      withSpec(
        "containers: [{name: web, image: nginx}]",
        "initContainers:",
        "- name: migrate",
        "  image: app",
        "  readinessProbe: {tcpSocket: {port: 80}}",
        "  lifecycle: {preStop: {sleep: {seconds: 1}}}",
        ...more.map((line) => `  ${line}`),
      );
    const reason =
      "is not for an init container that runs to its end [leave it out, or write restartPolicy: Always if the container is to stay]";
    expect(reasons(init())).toEqual([
      `spec.initContainers[0].readinessProbe: ${reason}`,
      `spec.initContainers[0].lifecycle: ${reason}`,
    ]);
    expect(reasons(init("restartPolicy: Always"))).toEqual([]);
  });
});

describe("strategy", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["a misspelt type", ["strategy: {type: recreate}"], "strategy.type: must be RollingUpdate or Recreate"],
    ["a misspelt staging", ["strategy: {staging: never}"], "staging: must be preferred, required or none"],
    [
      "a surge",
      ["strategy: {rollingUpdate: {maxSurge: 1}}"],
      "spec.strategy.rollingUpdate: is known in Kubernetes",
    ],
    ["a drain that cannot be", ["drainSeconds: -1"], "spec.drainSeconds: must be between 0 and"],
    [
      "a deadline before it can be ready",
      ["minReadySeconds: 60", "progressDeadlineSeconds: 60"],
      "spec.progressDeadlineSeconds: must be more than minReadySeconds (60), got 60",
    ],
    [
      "a deadline left out",
      ["minReadySeconds: 600"],
      "spec.progressDeadlineSeconds: must be more than minReadySeconds (600), got 600",
    ],
    ["only shareable", ["volumes: [{name: data, shareable: true}]"], "spec.volumes[0]: has no source"],
  ])("finds %s", (_, lines, expected) => {
    expect(reasons(withGoodContainer(...lines))).toEqual([expect.stringContaining(expected)]);
  });

  it.each(["preferred", "required", "none"])(
    "takes staging: %s of an earlier version, and says so",
    (staging) => {
      expect(reasons(withGoodContainer(`strategy: {staging: ${staging}}`))).toEqual([
        expect.stringMatching(/^notice spec\.strategy\.staging: /),
      ]);
    },
  );

  it("goes with volumes that two may write to", () => {
    const text = withGoodContainer(
      "strategy: {type: RollingUpdate}",
      "minReadySeconds: 5",
      "progressDeadlineSeconds: 6",
      "volumes: [{name: data, shareable: true, emptyDir: {}}]",
    );
    expect(reasons(text)).toEqual([]);
  });
});
