import { defaultNetwork } from "../desired/default-network.ts";
import {
  type ContainerSpec,
  type DesiredState,
  type HostPathSpec,
  type ImagePolicy,
  type ImageSpec,
  type Notice,
  type Owner,
  ownerKey,
  type VolumeSpec,
} from "../desired/desired-state.ts";
import { SecretValues } from "../desired/secret-values.ts";
import { sourceOf } from "../desired/source-of.ts";
import { HashikeError, type SourcePosition } from "../errors.ts";
import { buildContainers, type ImageWish } from "../kinds/container/build/build-containers.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { checkManifestsTogether } from "./check-together.ts";

export interface BuildOptions {
  /** For manifests that name none. Default `default`. */
  readonly namespace?: string | undefined;
  /** Networks that exist and are joined instead of `hashike`, the first of them at create. */
  readonly networks?: readonly string[] | undefined;
  /** Makes a relative host path absolute. Without it a relative path is an error: core knows no working directory. */
  readonly resolveHostPath?: ((path: string, file: string) => string) | undefined;
  /**
   * Where a manifest came from, for `DesiredState.sources`: a file's absolute path, an address, `undefined` for none.
   * Without it only addresses are told: core knows no working directory.
   */
  readonly resolveSource?: ((file: string) => string | undefined) | undefined;
}

/**
 * Fills in all defaults, expands variables and resolves references: what is left is what to bring about.
 * @param manifests valid each by itself, as `parseManifests` and `readManifests` give them
 * @throws HashikeError `MANIFEST_INVALID` with located diagnostics, when manifests do not go together, or a host
 *   path is relative and cannot be resolved
 */
export function buildDesiredState(manifests: readonly Manifest[], options: BuildOptions = {}): DesiredState {
  const diagnostics = checkManifestsTogether(manifests);
  const mistakes = diagnostics.filter((d) => d.severity === "error");
  if (mistakes.length > 0) {
    throw new HashikeError("MANIFEST_INVALID", `the manifests do not go together: ${mistakes[0]?.message}`, {
      diagnostics,
      at: mistakes[0]?.at,
    });
  }
  const secrets = new SecretValues();
  const networks = options.networks?.length ? options.networks : [defaultNetwork];
  const owners: Owner[] = [];
  const volumes = new Map<string, VolumeSpec>();
  const hostPaths = new Map<string, HostPathSpec>();
  const containers: ContainerSpec[] = [];
  const images = new Map<string, ImageSpec>();
  const sources: Record<string, string> = {};

  for (const manifest of manifests) {
    const owner = ownerOf(manifest, options);
    owners.push(owner);
    const source = sourceOf(manifest.source.file, options.resolveSource);
    if (source !== undefined) sources[ownerKey(owner)] = source;
    const built = buildContainers({
      manifest,
      owner,
      networks,
      secrets,
      resolveHostPath: options.resolveHostPath,
    });
    containers.push(...built.containers);
    for (const volume of built.volumes) {
      // Of two manifests, the one whose it is decides.
      if (volumes.get(volume.name)?.external !== undefined || !volumes.has(volume.name))
        volumes.set(volume.name, volume);
    }
    for (const path of built.hostPaths) hostPaths.set(`${path.path}:${path.type}`, path);
    for (const wish of built.images) mergeImage(images, wish);
  }
  return {
    owners,
    networks: [...new Set(networks)].map((name) => ({
      name,
      external: options.networks !== undefined && options.networks.length > 0,
    })),
    volumes: [...volumes.values()],
    hostPaths: [...hostPaths.values()],
    images: [...images.values()],
    containers,
    secrets: secrets.all,
    sources,
    notices: diagnostics.filter((d) => d.severity === "notice").map(toNotice),
  };
}

function ownerOf({ value }: Manifest, options: BuildOptions): Owner {
  return {
    kind: value.kind,
    namespace: value.metadata.namespace ?? options.namespace ?? "default",
    name: value.metadata.name,
  };
}

// Two containers of one image share it: the one that wants it newest decides.
const eagerness: readonly ImagePolicy[] = ["Never", "IfNotPresent", "IfPossible", "Always"];

function mergeImage(images: Map<string, ImageSpec>, wish: ImageWish): void {
  const known = images.get(wish.reference);
  if (known === undefined || eagerness.indexOf(wish.policy) > eagerness.indexOf(known.policy)) {
    images.set(wish.reference, known === undefined ? wish : { ...known, policy: wish.policy });
  }
}

function toNotice(diagnostic: {
  message: string;
  hint?: string;
  path?: string;
  at?: SourcePosition;
}): Notice {
  const { message, hint, path, at } = diagnostic;
  return {
    message: path === undefined ? message : `${path}: ${message}`,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
  };
}
