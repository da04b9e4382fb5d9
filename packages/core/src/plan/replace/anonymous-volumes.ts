import type { ContainerSpec, Notice } from "../../desired/desired-state.ts";
import type { AnonymousVolume, ObservedContainer } from "../../observed/observed-state.ts";
import { decodeRecord } from "../compare/record.ts";
import { recordedFileVolumes, recordedMounts } from "../compare/recorded-mounts.ts";

/**
 * What a container gets of the anonymous volumes of the one that it replaces: those at paths where its manifest mounts
 * nothing itself.
 */
export function handedOn(
  spec: ContainerSpec,
  old: ObservedContainer | undefined,
): readonly AnonymousVolume[] {
  if (old?.anonymousVolumes === undefined || spec.update.renewAnonymousVolumes === true) return none;
  const mounted = new Set(spec.mounts.map((m) => m.target));
  return anonymousVolumesOf(old).filter(({ target }) => !mounted.has(target));
}

/**
 * One that the manifest named by the name that the engine gave it is not anonymous, and one for secret files is nobody's
 * data: it goes with its container.
 */
export function anonymousVolumesOf({
  anonymousVolumes,
  record,
}: Pick<ObservedContainer, "anonymousVolumes" | "record">): readonly AnonymousVolume[] {
  if (anonymousVolumes === undefined) return none;
  if (record === undefined) return anonymousVolumes;
  const decoded = decodeRecord(record);
  const named = new Set(recordedMounts(decoded).map(({ volume }) => volume));
  const forFiles = new Set(recordedFileVolumes(decoded));
  return anonymousVolumes.filter(({ name, target }) => !named.has(name) && !forFiles.has(target));
}

export interface LeftVolume {
  /** Of the container that had it. */
  readonly container: string;
  readonly volume: AnonymousVolume;
}

/**
 * The anonymous volumes that nobody has any more when a container has gone.
 * @param staying those that have theirs still, or are handed them
 */
export function leftVolumes(
  going: ObservedContainer,
  staying: Iterable<Pick<ObservedContainer, "anonymousVolumes">>,
): readonly LeftVolume[] {
  const left = anonymousVolumesOf(going);
  if (left.length === 0) return [];
  const kept = new Set([...staying].flatMap((c) => c.anonymousVolumes ?? none).map((v) => v.name));
  return left.filter(({ name }) => !kept.has(name)).map((volume) => ({ container: going.name, volume }));
}

export function leftVolumeNotice({ container, volume }: LeftVolume): Notice {
  return {
    message: `container ${container} leaves its volume of ${volume.target} on the engine: ${volume.name}`,
    hint: `\`docker volume rm ${volume.name}\` removes it, and what is in it`,
  };
}

const none: readonly AnonymousVolume[] = [];
