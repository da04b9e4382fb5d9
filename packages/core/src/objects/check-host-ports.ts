import type { Diagnostic, SourcePosition } from "../errors.ts";
import { hostIpOf } from "../kinds/container/schema/port.ts";
import { below, type LooseContainer, type Placed, placed } from "../manifest/loose.ts";
import type { ManifestSource } from "../manifest/manifest.ts";
import { formatPath, type Path } from "../manifest/path.ts";
import { quote } from "../manifest/safe-text.ts";
import { canonicalIp } from "../manifest/values/ip-address.ts";

interface Holder {
  readonly container: string;
  readonly path: Path;
  readonly source: ManifestSource;
}

/** Host ports as they are given out, by port and protocol, then by address. `""` is every address. */
export type HeldPorts = Map<string, Map<string, Holder>>;

/** Gives a container its host ports; those that another one holds already are mistakes. */
export function* checkHostPorts(
  { value, path }: Placed<LooseContainer>,
  source: ManifestSource,
  held: HeldPorts,
): Generator<Diagnostic> {
  for (const { value: port, path: portPath } of placed(value.ports, below(path, "ports"))) {
    const isDefault = (port.hostPort ?? 0) === 0;
    const number = isDefault ? port.containerPort : port.hostPort;
    if (number === undefined) continue;
    const key = `${number}/${port.protocol ?? "TCP"}`;
    const address = addressKey(hostIpOf(port));
    const holders = held.get(key) ?? new Map<string, Holder>();
    held.set(key, holders);
    const holder = findHolder(holders, address);
    if (holder === undefined) {
      holders.set(address, { container: value.name ?? "", path: portPath, source });
      continue;
    }
    const at = below(portPath, isDefault ? "containerPort" : "hostPort");
    yield {
      severity: "error",
      path: formatPath(at),
      message: `host port ${key} is already taken by container ${quote(holder.container)} (${formatPosition(holder)})`,
      hint: isDefault
        ? "give one of them another hostPort; without one, containerPort is published"
        : "give one of them another hostPort or hostIP",
      at: source.locate(at),
    };
  }
}

function addressKey(address: string): string {
  if (address === "") return "";
  const canonical = canonicalIp(address) ?? address;
  return canonical === "0.0.0.0" || canonical === "0:0:0:0:0:0:0:0" ? "" : canonical;
}

function findHolder(holders: ReadonlyMap<string, Holder>, address: string): Holder | undefined {
  return address === "" ? holders.values().next().value : (holders.get("") ?? holders.get(address));
}

function formatPosition({ path, source }: Holder): string {
  return positionText(source.locate(path));
}

/** `my-manifest.yml:7:5` */
export function positionText({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}
