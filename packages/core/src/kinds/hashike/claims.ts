import { canonicalJson } from "../../desired/canonical-json.ts";
import type { Claim } from "../../manifest/claim.ts";
import { below, type Placed, placed } from "../../manifest/loose.ts";
import { canonicalIp } from "../../manifest/values/ip-address.ts";
import { type LooseContainer, placedContainers } from "../container/pod-manifest.ts";
import { hostIpOf } from "../container/schema/port.ts";
import { joinsByContainer } from "./networks/check-networks.ts";
import { asksFor } from "./networks/host-namespaces.ts";
import type { LooseSpec } from "./schema.ts";
import { isInMemory } from "./volumes/volume.ts";

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
    yield* hostPortsOf(container, asksFor("hostNetwork", container.value, spec));
  }
  yield* networksOf(spec);
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

/** Networks that are made as the manifest says, and fixed addresses. */
function* networksOf(spec: LooseSpec): Generator<Claim> {
  for (const { value, path } of placed(spec.networks, ["spec", "networks"])) {
    const { name, subnets = [], driver, internal, enableIPv6 } = value;
    if (name === undefined || value.external === true) continue;
    const said = { driver, subnets, internal, enableIPv6, options: value.options };
    yield {
      type: "network",
      name,
      settings: canonicalJson({ driver: "bridge", internal: false, options: {}, ...defined(said) }),
      path: below(path, "name"),
      hint: "say the same of it in both, write external: true in one of them, or choose another name",
    };
  }
  for (const { value, path } of [...joinsByContainer(spec)].flat()) {
    for (const key of ["ipv4Address", "ipv6Address"] as const) {
      const address = value[key] === undefined ? undefined : canonicalIp(value[key]);
      if (value.name === undefined || address === undefined) continue;
      yield {
        type: "address",
        network: value.name,
        address,
        path: below(path, key),
        hint: "give each container its own address",
      };
    }
  }
}

function defined(said: object): object {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function* hostPortsOf({ value, path }: Placed<LooseContainer>, isOnHostNetwork: boolean): Generator<Claim> {
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
      hint: hintFor(isDefault, isOnHostNetwork),
    };
  }
}

function hintFor(isDefault: boolean, isOnHostNetwork: boolean): string {
  if (isOnHostNetwork) return "with hostNetwork, let one of them listen on another port of the host";
  return isDefault
    ? "give one of them another hostPort; without one, containerPort is published"
    : "give one of them another hostPort or hostIP";
}
