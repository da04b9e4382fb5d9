import type { PortSpec } from "@hashike/core";
import type { ContainerConfig, HostConfig, PortBinding } from "./create-body.ts";

export interface PortsPart {
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
}

/**
 * Host port 0 is exposed but not published: the engine would choose another one at each restart.
 */
export function portsPart(ports: readonly PortSpec[]): PortsPart {
  if (ports.length === 0) return { config: {}, hostConfig: {} };
  const exposed: Record<string, Record<string, never>> = {};
  const bindings: Record<string, PortBinding[]> = {};
  for (const { containerPort, protocol, hostPort, hostIp } of ports) {
    const key = `${containerPort}/${protocol}`;
    exposed[key] = {};
    if (hostPort === 0) continue;
    const binding = { HostIp: hostIp, HostPort: String(hostPort) };
    bindings[key] = [...(bindings[key] ?? []), binding];
  }
  return { config: { ExposedPorts: exposed }, hostConfig: { PortBindings: bindings } };
}
