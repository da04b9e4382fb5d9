import type { ProbeHandler, ProbeSpec, ProbesSpec } from "../../../desired/desired-state.ts";
import type { Secrets } from "../../../desired/secret-values.ts";
import type { ContainerManifest } from "../schema/container.ts";
import type { ProbeManifest } from "../schema/probe.ts";
import { buildHttpGet, portNumber } from "./build-handler.ts";

/** @param expand puts variables into commands, as Kubernetes does for probes */
export function buildProbes(
  container: ContainerManifest,
  expand: (text: string) => string,
  secrets: Secrets,
): ProbesSpec {
  const { startupProbe, readinessProbe, livenessProbe, ports } = container;
  const build = (probe: ProbeManifest): ProbeSpec => ({
    handler: buildHandler(probe, ports, expand, secrets),
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds ?? 10,
    timeoutSeconds: probe.timeoutSeconds ?? 1,
    successThreshold: probe.successThreshold ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
  });
  return {
    ...(startupProbe === undefined ? {} : { startup: build(startupProbe) }),
    ...(readinessProbe === undefined ? {} : { readiness: build(readinessProbe) }),
    ...(livenessProbe === undefined ? {} : { liveness: build(livenessProbe) }),
  };
}

function buildHandler(
  { exec, httpGet, tcpSocket, grpc }: ProbeManifest,
  ports: ContainerManifest["ports"],
  expand: (text: string) => string,
  secrets: Secrets,
): ProbeHandler {
  if (exec !== undefined) return { kind: "exec", command: exec.command.map(expand) };
  if (httpGet !== undefined) return buildHttpGet(httpGet, ports, secrets);
  if (tcpSocket !== undefined) {
    const { port, host } = tcpSocket;
    return { kind: "tcpSocket", port: portNumber(port, ports), ...(host === undefined ? {} : { host }) };
  }
  if (grpc !== undefined) return { kind: "grpc", port: grpc.port, service: grpc.service ?? "" };
  throw new Error("a manifest that was checked has a probe without a handler");
}
