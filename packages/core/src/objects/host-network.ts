import type { ContainerSpec } from "../desired/desired-state.ts";
import type { Diagnostic } from "../errors.ts";

/** @param networks as they are named for all containers */
export function isHostNetwork(networks: readonly string[] = []): boolean {
  return networks.length === 1 && networks[0] === "host";
}

/** What of a container does not go with the host's network, when its manifest was checked without it. */
export function whyNotOnHostNetwork({
  name,
  hostNetwork,
  ports,
  security,
  origin,
}: ContainerSpec): Diagnostic[] {
  if (hostNetwork !== true) return [];
  const port = ports.find(({ hostPort, containerPort }) => hostPort !== containerPort);
  const sysctl = Object.keys(security.sysctls ?? {}).find((key) => key.startsWith("net."));
  const reasons = [
    ...(port === undefined ? [] : [`hostPort ${port.hostPort} is not containerPort ${port.containerPort}`]),
    ...(sysctl === undefined ? [] : [`sysctl ${sysctl} would be the host's own`]),
  ];
  return reasons.map((reason) => ({
    severity: "error",
    path: `container ${name}`,
    message: `cannot be on the host's network: ${reason}`,
    hint: "leave `--network host` out, or write hostNetwork: false for this container",
    ...(origin === undefined ? {} : { at: origin }),
  }));
}
