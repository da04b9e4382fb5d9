import type { Diagnostic, SourcePosition } from "../errors.ts";
import type { HostPortClaim } from "../manifest/claim.ts";
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

/** Gives a container a host port; one that another container holds already is a mistake. */
export function* checkHostPort(
  claim: HostPortClaim,
  source: ManifestSource,
  held: HeldPorts,
): Generator<Diagnostic> {
  const { number, protocol, container, path, hint, entry = path } = claim;
  const key = `${number}/${protocol}`;
  const address = addressKey(claim.address);
  const holders = held.get(key) ?? new Map<string, Holder>();
  held.set(key, holders);
  const holder = findHolder(holders, address);
  if (holder === undefined) {
    holders.set(address, { container, path: entry, source });
    return;
  }
  yield {
    severity: "error",
    path: formatPath(path),
    message: `host port ${key} is already taken by container ${quote(holder.container)} (${formatPosition(holder)})`,
    ...(hint === undefined ? {} : { hint }),
    at: source.locate(path),
  };
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
