import { describe, expect, it } from "vitest";
import { revealSecrets } from "../../desired/secret-values.ts";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { withContainer, withGoodContainer } from "../../objects/test-diagnose.ts";

function build(text: string) {
  const desired = buildDesiredState(parseManifests(text, { file: "m.yml" }));
  const [container] = desired.containers;
  if (container === undefined) throw new Error("no container");
  return { desired, container };
}

describe("probes", () => {
  it("have the defaults of Kubernetes", () => {
    const { container } = build(withContainer("readinessProbe: {httpGet: {port: 8080}}"));
    expect(container.probes).toEqual({
      readiness: {
        handler: { kind: "httpGet", scheme: "http", port: 8080, path: "/", headers: [] },
        initialDelaySeconds: 0,
        periodSeconds: 10,
        timeoutSeconds: 1,
        successThreshold: 1,
        failureThreshold: 3,
      },
    });
  });

  it("keep what is given, with ports as numbers", () => {
    const { container } = build(
      withContainer(
        "ports: [{containerPort: 8443, name: web}]",
        "startupProbe: {tcpSocket: {port: web, host: db.example}, failureThreshold: 30, periodSeconds: 2}",
        "readinessProbe: {httpGet: {port: web, path: healthz, scheme: https, host: 10.0.0.1}, successThreshold: 2}",
        "livenessProbe: {grpc: {port: 50051}, initialDelaySeconds: 5, timeoutSeconds: 7}",
      ),
    );
    expect(container.probes).toMatchObject({
      startup: {
        handler: { kind: "tcpSocket", port: 8443, host: "db.example" },
        failureThreshold: 30,
        periodSeconds: 2,
      },
      readiness: {
        handler: { kind: "httpGet", scheme: "https", port: 8443, path: "/healthz", host: "10.0.0.1" },
        successThreshold: 2,
      },
      liveness: {
        handler: { kind: "grpc", port: 50051, service: "" },
        initialDelaySeconds: 5,
        timeoutSeconds: 7,
      },
    });
  });

  it("expand variables in commands, and hooks do not, as in Kubernetes", () => {
    const command = "exec: {command: [sh, -c, 'check $(NAME) $(NONE)']}";
    const { container } = build(
      withContainer(
        "env: [{name: NAME, value: shop}]",
        `livenessProbe: {${command}}`,
        `lifecycle: {postStart: {${command}}}`,
      ),
    );
    expect(container.probes.liveness?.handler).toEqual({
      kind: "exec",
      command: ["sh", "-c", "check shop $(NONE)"],
    });
    expect(container.lifecycle.postStart).toEqual({
      kind: "exec",
      command: ["sh", "-c", "check $(NAME) $(NONE)"],
    });
  });

  it("hide sensitive variables and headers", () => {
    const headers = "httpHeaders: [{name: Authorization, value: Bearer s3cret}, {name: Host, value: shop}]";
    const { desired, container } = build(
      withContainer(
        "env: [{name: DB_PASSWORD, value: hunter2}]",
        "startupProbe: {exec: {command: [ping, -p, $(DB_PASSWORD)]}}",
        `readinessProbe: {httpGet: {port: 80, ${headers}}}`,
        `lifecycle: {preStop: {httpGet: {port: 80, ${headers}}}}`,
      ),
    );
    const { secrets, ...rest } = desired;
    expect(JSON.stringify(rest)).not.toMatch(/s3cret|hunter2/);
    const { startup, readiness } = container.probes;
    if (startup?.handler.kind !== "exec" || readiness?.handler.kind !== "httpGet") throw new Error();
    expect(startup.handler.command.map((text) => revealSecrets(text, secrets))).toEqual([
      "ping",
      "-p",
      "hunter2",
    ]);
    expect(readiness.handler.headers.map(({ value }) => revealSecrets(value, secrets))).toEqual([
      "Bearer s3cret",
      "shop",
    ]);
  });
});

describe("lifecycle", () => {
  it("has hooks of every kind", () => {
    const { container } = build(
      withContainer("lifecycle: {postStart: {httpGet: {port: 80}}, preStop: {sleep: {seconds: 3}}}"),
    );
    expect(container.lifecycle).toEqual({
      postStart: { kind: "httpGet", scheme: "http", port: 80, path: "/", headers: [] },
      preStop: { kind: "sleep", seconds: 3 },
    });
  });
});

describe("update", () => {
  it("is the spec's strategy and times", () => {
    const { container } = build(
      withGoodContainer(
        "strategy: {type: Recreate, staging: none}",
        "minReadySeconds: 5",
        "drainSeconds: 7",
        "progressDeadlineSeconds: 60",
      ),
    );
    expect(container.update).toEqual({
      strategy: "Recreate",
      mayTakeOverPorts: false,
      drainSeconds: 7,
      minReadySeconds: 5,
      progressDeadlineSeconds: 60,
    });
  });
});

it("drains a container for as long as it says itself, else as the spec says", () => {
  const { container } = build(withGoodContainer("  drainSeconds: 0", "drainSeconds: 7"));
  expect(container.update.drainSeconds).toBe(0);
});

it("carries shareable to every mount of the volume", () => {
  const { container } = build(
    withGoodContainer(
      "  volumeMounts: [{name: data, mountPath: /data}, {name: conf, mountPath: /conf}, {name: own, mountPath: /own}]",
      "volumes:",
      "- {name: data, shareable: true, emptyDir: {}}",
      "- {name: conf, shareable: true, hostPath: {path: /etc/conf}}",
      "- {name: own, emptyDir: {}}",
    ),
  );
  expect(container.mounts.map((mount) => [mount.target, mount.shareable])).toEqual([
    ["/data", true],
    ["/conf", true],
    ["/own", undefined],
  ]);
});
