import { below, type Path, type Problem, placed, quote } from "@hashike/core/kinds";
import type { LoosePodSpec } from "./pod-spec-schema.ts";

/** An engine says nothing of a port that it does not publish, and would change settings of the host. */
export function* checkHostNetwork(spec: LoosePodSpec, at: Path): Generator<Problem> {
  for (const { value, path } of placed(
    spec.securityContext?.sysctls,
    below(at, "securityContext", "sysctls"),
  )) {
    const { name = "" } = value;
    const shared = name.startsWith("net.") ? "hostNetwork" : "hostIPC";
    if (name === "" || spec[shared] !== true) continue;
    const message = `${quote(name)} would be the host's own with ${shared}`;
    yield { path: below(path, "name"), message, hint: "leave out one of the two, or set it on the host" };
  }
  if (spec.hostNetwork !== true) return;
  for (const list of ["initContainers", "containers"] as const) {
    for (const { value, path } of placed(spec[list], below(at, list))) {
      for (const { value: port, path: entry } of placed(value.ports, below(path, "ports"))) {
        const { containerPort, hostPort = 0 } = port;
        if (containerPort === undefined || hostPort === 0 || hostPort === containerPort) continue;
        const message = `must be containerPort (${containerPort}) with hostNetwork, got ${hostPort}`;
        yield { path: below(entry, "hostPort"), message, hint: "leave it out" };
      }
    }
  }
}
