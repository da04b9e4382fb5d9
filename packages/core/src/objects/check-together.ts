import type { Diagnostic } from "../errors.ts";
import {
  below,
  type LooseContainer,
  type LooseManifest,
  type Placed,
  placed,
  placedContainers,
} from "../manifest/loose.ts";
import type { Manifest, ManifestSource } from "../manifest/manifest.ts";
import { formatPath, type Path } from "../manifest/path.ts";
import { quote } from "../manifest/safe-text.ts";
import { checkHostPorts, type HeldPorts, positionText } from "./check-host-ports.ts";

interface Place {
  readonly path: Path;
  readonly source: ManifestSource;
}

interface Seen {
  readonly owners: Map<string, Place>;
  readonly containers: Map<string, Place>;
  readonly volumes: Map<string, Place>;
  readonly ports: HeldPorts;
}

/**
 * What several manifests (or several containers of one) cannot both have: owners, names of containers, host
 * ports, volumes.
 */
export function checkManifestsTogether(manifests: readonly Manifest<LooseManifest>[]): Diagnostic[] {
  const seen: Seen = { owners: new Map(), containers: new Map(), volumes: new Map(), ports: new Map() };
  return manifests.flatMap((manifest) => [...checkOne(manifest, seen)]);
}

function* checkOne({ value, source }: Manifest<LooseManifest>, seen: Seen): Generator<Diagnostic> {
  const { name, namespace = "default" } = value.metadata ?? {};
  if (name !== undefined) {
    const owner = `Hashike/${namespace}/${name}`;
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
  for (const container of placedContainers(value)) {
    yield* checkName(container, source, seen);
    yield* checkHostPorts(container, source, seen.ports);
  }
  yield* checkVolumes(value, source, seen);
}

function* checkName(
  container: Placed<LooseContainer>,
  source: ManifestSource,
  seen: Seen,
): Generator<Diagnostic> {
  const { name } = container.value;
  if (name === undefined) return;
  const path = below(container.path, "name");
  const other = claim(seen.containers, name, { path, source });
  if (other === undefined) return;
  yield mistake(path, source, {
    message: `container name ${quote(name)} is already used (${positionOf(other)})`,
    hint: "give each container its own name: it is the container's name on the engine",
  });
}

function* checkVolumes(manifest: LooseManifest, source: ManifestSource, seen: Seen): Generator<Diagnostic> {
  const own = new Map<string, Place>();
  for (const { value, path } of placed(manifest.spec?.volumes, ["spec", "volumes"])) {
    if (value.name === undefined || value.emptyDir === undefined) continue;
    const place = { path: below(path, "name"), source };
    own.set(value.name, place);
    const other = seen.volumes.get(value.name);
    if (other === undefined) continue;
    yield mistake(place.path, source, {
      message: `volume ${quote(value.name)} is another manifest's already (${positionOf(other)})`,
      hint: "choose another name, or write `external: true` in place of emptyDir to use that one",
    });
  }
  for (const [name, place] of own) claim(seen.volumes, name, place);
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
  reason: { readonly message: string; readonly hint?: string },
): Diagnostic {
  return { severity: "error", path: formatPath(path), ...reason, at: source.locate(path) };
}

function positionOf({ path, source }: Place): string {
  return positionText(source.locate(path));
}
