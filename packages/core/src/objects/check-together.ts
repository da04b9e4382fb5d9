import { ownerKey } from "../desired/desired-state.ts";
import type { Diagnostic } from "../errors.ts";
import type { AddressClaim, ContainerClaim, NetworkClaim, VolumeClaim } from "../manifest/claim.ts";
import type { Loose } from "../manifest/loose.ts";
import type { Manifest, ManifestSource, ObjectManifest } from "../manifest/manifest.ts";
import { formatPath, type Path } from "../manifest/path.ts";
import { quote } from "../manifest/safe-text.ts";
import { checkHostPort, type HeldPorts, positionText } from "./check-host-port.ts";

interface Place {
  readonly path: Path;
  readonly source: ManifestSource;
}

interface Seen {
  readonly owners: Map<string, Place>;
  readonly containers: Map<string, Place>;
  readonly volumes: Map<string, Place>;
  readonly networks: Map<string, Place & { readonly settings: string }>;
  readonly addresses: Map<string, Place>;
  readonly ports: HeldPorts;
}

/**
 * What several manifests (or several containers of one) cannot both have: owners, names of containers, host
 * ports, volumes, networks and addresses on them.
 */
export function checkManifestsTogether(manifests: readonly Manifest<Loose<ObjectManifest>>[]): Diagnostic[] {
  const seen: Seen = {
    owners: new Map(),
    containers: new Map(),
    volumes: new Map(),
    networks: new Map(),
    addresses: new Map(),
    ports: new Map(),
  };
  return manifests.flatMap((manifest) => [...checkOne(manifest, seen)]);
}

function* checkOne(
  { value, source, claims }: Manifest<Loose<ObjectManifest>>,
  seen: Seen,
): Generator<Diagnostic> {
  const { name, namespace = "default" } = value.metadata ?? {};
  if (name !== undefined) {
    const owner = ownerKey({ kind: value.kind ?? "", namespace, name });
    const other = claim(seen.owners, owner, { path: ["metadata", "name"], source });
    if (other !== undefined) {
      yield mistake(["metadata", "name"], source, {
        message: `${quote(owner)} is already defined (${positionOf(other)})`,
        hint: "give each manifest its own name or namespace",
      });
      // Everything else in it would be there twice as well.
      return;
    }
  }
  for (const one of claims) {
    if (one.type === "container") yield* checkName(one, source, seen);
    else if (one.type === "volume") yield* checkVolume(one, source, seen);
    else if (one.type === "network") yield* checkNetwork(one, source, seen);
    else if (one.type === "address") yield* checkAddress(one, source, seen);
    else yield* checkHostPort(one, source, seen.ports);
  }
}

function* checkName(
  { name, path, hint }: ContainerClaim,
  source: ManifestSource,
  seen: Seen,
): Generator<Diagnostic> {
  const other = claim(seen.containers, name, { path, source });
  if (other === undefined) return;
  const message = `container name ${quote(name)} is already used (${positionOf(other)})`;
  yield mistake(path, source, { message, hint });
}

function* checkVolume(
  { name, path, hint }: VolumeClaim,
  source: ManifestSource,
  seen: Seen,
): Generator<Diagnostic> {
  const other = seen.volumes.get(name);
  if (other === undefined || other.source === source) {
    seen.volumes.set(name, { path, source });
    return;
  }
  const message = `volume ${quote(name)} is another manifest's already (${positionOf(other)})`;
  yield mistake(path, source, { message, hint });
}

function* checkNetwork(
  { name, settings, path, hint }: NetworkClaim,
  source: ManifestSource,
  seen: Seen,
): Generator<Diagnostic> {
  const other = seen.networks.get(name);
  if (other === undefined) seen.networks.set(name, { path, source, settings });
  // Twice in one manifest is told by its kind.
  if (other === undefined || other.settings === settings || other.source === source) return;
  const message = `network ${quote(name)} is declared otherwise already (${positionOf(other)})`;
  yield mistake(path, source, { message, hint });
}

function* checkAddress(
  { network, address, path, hint }: AddressClaim,
  source: ManifestSource,
  seen: Seen,
): Generator<Diagnostic> {
  const other = claim(seen.addresses, `${network} ${address}`, { path, source });
  if (other === undefined) return;
  const message = `the address is another container's on network ${quote(network)} (${positionOf(other)})`;
  yield mistake(path, source, { message, hint });
}

/** @returns who claimed the key before, if anyone */
function claim(claims: Map<string, Place>, key: string, place: Place): Place | undefined {
  const earlier = claims.get(key);
  if (earlier === undefined) claims.set(key, place);
  return earlier;
}

function mistake(
  path: Path,
  source: ManifestSource,
  { message, hint }: { readonly message: string; readonly hint: string | undefined },
): Diagnostic {
  return {
    severity: "error",
    path: formatPath(path),
    message,
    ...(hint === undefined ? {} : { hint }),
    at: source.locate(path),
  };
}

function positionOf({ path, source }: Place): string {
  return positionText(source.locate(path));
}
