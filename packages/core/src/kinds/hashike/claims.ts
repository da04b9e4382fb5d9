import type { Claim } from "../../manifest/claim.ts";
import { below, type Placed, placed } from "../../manifest/loose.ts";
import { type LooseContainer, placedContainers } from "../container/pod-manifest.ts";
import { hostIpOf } from "../container/schema/port.ts";
import type { LooseSpec } from "./schema.ts";
import { isInMemory } from "./volume.ts";

/** Names of containers, their host ports, and volumes of its own. */
export function* claimsOf(spec: LooseSpec): Generator<Claim> {
  for (const container of placedContainers(spec, ["spec"])) {
    const { name } = container.value;
    if (name !== undefined) {
      yield {
        type: "container",
        name,
        path: below(container.path, "name"),
        hint: "give each container its own name: it is the container's name on the engine",
      };
    }
    yield* hostPortsOf(container);
  }
  for (const { value, path } of placed(spec.volumes, ["spec", "volumes"])) {
    const { name, emptyDir, volume } = value;
    const isOwn = volume !== undefined || (emptyDir !== undefined && !isInMemory(emptyDir));
    if (name === undefined || !isOwn) continue;
    yield {
      type: "volume",
      name,
      path: below(path, "name"),
      hint: `choose another name, or write \`external: true\` in place of ${volume === undefined ? "emptyDir" : "volume"} to use that one`,
    };
  }
}

function* hostPortsOf({ value, path }: Placed<LooseContainer>): Generator<Claim> {
  for (const { value: port, path: entry } of placed(value.ports, below(path, "ports"))) {
    const isDefault = (port.hostPort ?? 0) === 0;
    const number = isDefault ? port.containerPort : port.hostPort;
    if (number === undefined) continue;
    yield {
      type: "hostPort",
      number,
      protocol: port.protocol ?? "TCP",
      address: hostIpOf(port),
      container: value.name ?? "",
      path: below(entry, isDefault ? "containerPort" : "hostPort"),
      entry,
      hint: isDefault
        ? "give one of them another hostPort; without one, containerPort is published"
        : "give one of them another hostPort or hostIP",
    };
  }
}
