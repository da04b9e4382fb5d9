import type { Contribution } from "../../desired/contribution.ts";
import { ownerKey } from "../../desired/desired-state.ts";
import { bytes, parseQuantity } from "../../manifest/values/quantity.ts";
import { buildContainers, type VolumeSource } from "../container/build/build-containers.ts";
import type { AppliedObject, World } from "../world.ts";
import { buildEngine } from "./build-engine.ts";
import { buildUpdate } from "./build-update.ts";
import { buildJoined, buildNetworks, refuseUnknownNetworks } from "./networks/build-networks.ts";
import { buildHostNamespaces } from "./networks/host-namespaces.ts";
import type { HashikeManifest } from "./schema.ts";
import { buildVolumeDriver, type EngineVolumeManifest } from "./volumes/engine-volume.ts";
import { buildSecretFile } from "./volumes/secret-file.ts";
import { isInMemory } from "./volumes/volume.ts";

export function contributeHashike(object: AppliedObject<HashikeManifest>, world: World): Contribution {
  const { metadata, spec } = object.value;
  refuseUnknownNetworks(object, world);
  const built = buildContainers({
    object,
    world,
    pod: spec,
    at: ["spec"],
    volumes: volumeSources(object, world),
    startAfter: (container) => container.startAfter ?? [],
    update: (container) => buildUpdate(container, spec, metadata.annotations ?? {}),
    hostNamespaces: (container) => buildHostNamespaces(container, spec, world),
    networks: (container) => buildJoined(container, spec.networks ?? [], world),
    engine: (container) => buildEngine(container, spec, world.secrets),
  });
  const used = new Set((built.containers ?? []).flatMap((container) => container.networks));
  const networks = buildNetworks(object, used, world);
  const contribution = networks.length === 0 ? built : { ...built, networks };
  const { imageRetention } = spec;
  if (imageRetention === undefined) return contribution;
  return { ...contribution, imageRetention: { [ownerKey(object.owner)]: imageRetention } };
}

function volumeSources(
  { value, source, owner }: AppliedObject<HashikeManifest>,
  world: World,
): ReadonlyMap<string, VolumeSource> {
  const sources = new Map<string, VolumeSource>();
  const driverOf = (volume: EngineVolumeManifest, index: number) =>
    buildVolumeDriver(volume, { source, path: ["spec", "volumes", index, "volume"] }, world);
  for (const [index, volume] of (value.spec.volumes ?? []).entries()) {
    const { name, external, shareable = false } = volume;
    if (volume.emptyDir !== undefined && isInMemory(volume.emptyDir)) {
      const { sizeLimit } = volume.emptyDir;
      sources.set(name, {
        kind: "memory",
        ...(sizeLimit === undefined ? {} : { sizeBytes: sizeBytes(sizeLimit) }),
      });
      continue;
    }
    if (volume.secretFile !== undefined) {
      const place = { source, path: ["spec", "volumes", index, "secretFile"] };
      sources.set(name, buildSecretFile(volume.secretFile, { volume: name, place }, world));
      continue;
    }
    if (volume.hostPath === undefined) {
      const origin = source.locate(["spec", "volumes", index, "name"]);
      const spec = {
        name,
        owner,
        ...(external === true ? { external } : {}),
        ...(volume.volume === undefined ? {} : { driver: driverOf(volume.volume, index) }),
        origin,
      };
      sources.set(name, { kind: "volume", shareable, volume: spec });
      continue;
    }
    const { path, type = "" } = volume.hostPath;
    const origin = source.locate(["spec", "volumes", index, "hostPath", "path"]);
    const hostPath = { path: world.resolveHostPath(path, origin), type, origin };
    sources.set(name, { kind: "hostPath", shareable, hostPath });
  }
  return sources;
}

function sizeBytes(text: string): number {
  const quantity = parseQuantity(text);
  if ("error" in quantity) throw new Error(`a manifest that was checked has the size ${text}`);
  return bytes(quantity);
}
