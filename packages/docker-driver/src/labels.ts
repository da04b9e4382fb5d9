import type {
  ContainerRole,
  ContainerSpec,
  FileVersion,
  HookSpec,
  LoadedImageNote,
  NetworkSpec,
  Owner,
  Ownership,
  VolumeSpec,
} from "@hashike/core";
import { parseFileVersions } from "./parse-file-versions.ts";
import { parseHook } from "./parse-hook.ts";

/** Every label that Hashike writes. Nothing else in the driver spells a label's name. */
export const labelName = {
  /** On everything: see {@link hashikeLabelValue}. */
  hashike: "hashike",
  ownerNamespace: "hashike.namespace",
  ownerKind: "hashike.kind",
  ownerName: "hashike.name",
  /** A container's name in the manifest; the engine's differs while a replacement is under way. */
  container: "hashike.container",
  role: "hashike.role",
  /** Of an owner that has several pods, the name of the one that it is part of. */
  pod: "hashike.pod",
  /** Where it stands among the main containers of its pod; not on the first. */
  position: "hashike.position",
  hash: "hashike.hash",
  lastApplied: "hashike.last-applied",
  /** Ids of the finished init containers it came after, separated by spaces. */
  ranAfter: "hashike.ran-after",
  /** On a container with the restart policy UnlessStopped: see execute/calls/own-stop.ts. */
  unlessStopped: "hashike.unless-stopped",
  /** What it does before it is stopped, as JSON; secrets stay placeholders. */
  preStop: "hashike.pre-stop",
  /** Where its manifest came from: a path or an address, without credentials. */
  source: "hashike.source",
  /** The files of the host that it mounts read-only, as they were when it was created, or as a note has them; as JSON. */
  mountedFiles: "hashike.mounted-files",
  /** On a note: the ID of the container that has taken them over. */
  takenBy: "hashike.taken-by",
  /** What a helper was made for. */
  purpose: "hashike.purpose",
  /** A volume's name in the manifest. */
  volume: "hashike.volume",
  /** When a volume goes: see {@link reclaimWithPod}. */
  reclaim: "hashike.reclaim",
  /** On a volume without a name: it holds secret files of one container, and goes with it. */
  files: "hashike.files",
  /** The manifest's labels and annotations as JSON; bare ones would reach tools that read Docker labels. */
  labels: "hashike.labels",
  annotations: "hashike.annotations",
  /** On the volume that is a note about a loaded image: see {@link LoadedImageNote}. */
  archive: "hashike.archive",
  archiveVersion: "hashike.archive-version",
  archiveImage: "hashike.archive-image",
  configDigest: "hashike.config-digest",
  imageId: "hashike.image-id",
  isPlain: "hashike.plain-layers",
  /** On the volume that is a note about an image that was brought: the name it was given. See `BroughtNote` of core. */
  brought: "hashike.brought",
  /** The containers that it was brought for, as JSON. */
  imageUsers: "hashike.image-users",
  /** On the volume that is a note about a container's revisions: see `RevisionNote` of core. */
  failedRevision: "hashike.failed-revision",
  failures: "hashike.failures",
  failedAt: "hashike.failed-at",
  failedReason: "hashike.failed-reason",
  /** On the volume that is a note about what the engine cannot do: see park/cannot-park.ts. */
  cannotPark: "hashike.cannot-park",
  cannotParkAt: "hashike.cannot-park-at",
  apiVersion: "hashike.api-version",
  /** On the volume that is a note about what was applied in place: the ID of the container. See `RecordNote` of core. */
  updated: "hashike.updated",
  /** On the volume that is a note of an object: see object-notes/. */
  manifest: "hashike.manifest",
  createdAt: "hashike.created-at",
  /** The volume that has its values. */
  values: "hashike.values",
  /** Counts up with every note about the same container: the highest holds. */
  noteNumber: "hashike.note-number",
  /** On the volumes of a lock: whose, as a token of its own for each try to get it. */
  lock: "hashike.lock",
  /** The process that made them, as JSON. */
  lockHolder: "hashike.lock-holder",
} as const;

/** Main containers have the empty value, as hashike-py gave them. */
const hashikeLabelValue = {
  main: "",
  init: "init",
  sidecar: "init",
  sandbox: "sandbox",
  helper: "helper",
} as const;

/** Of a park; of the bridge that it may hang on; of what an earlier version had in their place. */
const parkRoles = { park: "park", anchor: "anchor", staging: "staging" } as const;
/** Of volumes that go when they are not wanted any more. */
export const reclaimWithPod = "pod";
/** Of volumes that are notes. */
export const noteValue = "note";
/** Of volumes that are notes of objects, and of those that have the values that these must not show. */
export const objectValue = "object";
export const objectValuesValue = "object-values";
/** Of volumes that are locks. */
export const lockValue = "lock";

export type Labels = Readonly<Record<string, string>>;

/** What is kept about a container besides its spec. */
export interface ContainerMarks {
  /** The last-applied record, kept as it is. */
  readonly record: string;
  /** Of what the container is created from. */
  readonly hash: string;
  readonly ranAfter: readonly string[];
  readonly source?: string | undefined;
  /** Absent when nobody could look. */
  readonly mountedFiles?: Readonly<Record<string, FileVersion>> | undefined;
}

export function containerLabels(spec: ContainerSpec, marks: ContainerMarks): Labels {
  const { record, hash, ranAfter, source, mountedFiles } = marks;
  const { preStop } = spec.lifecycle;
  return {
    // First, so that none stands in the place of what tells whose it is.
    ...spec.engineLabels,
    [labelName.hashike]: hashikeLabelValue[spec.role],
    ...ownerLabels(spec.owner),
    [labelName.container]: spec.name,
    [labelName.role]: spec.role,
    ...(spec.podName === undefined ? {} : { [labelName.pod]: spec.podName }),
    ...(spec.position === undefined ? {} : { [labelName.position]: String(spec.position) }),
    [labelName.hash]: hash,
    [labelName.lastApplied]: record,
    [labelName.ranAfter]: ranAfter.join(" "),
    ...jsonLabel(labelName.labels, spec.labels),
    ...jsonLabel(labelName.annotations, spec.annotations),
    ...(spec.restartPolicy === "UnlessStopped" ? { [labelName.unlessStopped]: "" } : {}),
    ...(preStop === undefined ? {} : { [labelName.preStop]: JSON.stringify(preStop) }),
    ...(source === undefined ? {} : { [labelName.source]: source }),
    ...(mountedFiles === undefined ? {} : mountedFilesLabel(mountedFiles)),
  };
}

export function volumeLabels(volume: VolumeSpec): Labels {
  return {
    [labelName.hashike]: "volume",
    ...ownerLabels(volume.owner),
    [labelName.volume]: volume.name,
    ...(volume.isTemporary === true ? { [labelName.reclaim]: reclaimWithPod } : {}),
  };
}

/** Networks are shared by all that Hashike runs, so they have no owner; but for parks. */
export function networkLabels({
  park,
  isAnchor,
}: Pick<NetworkSpec, "park"> & { readonly isAnchor?: true }): Labels {
  const labels = { [labelName.hashike]: "network" };
  if (park === undefined) return labels;
  const role = isAnchor === true ? parkRoles.anchor : parkRoles.park;
  return { ...labels, ...ownerLabels(park.owner), [labelName.role]: role };
}

export function parkRoleOf(labels: Labels | null | undefined): keyof typeof parkRoles | undefined {
  if (ownershipOf(labels).kind !== "owned") return undefined;
  return Object.values(parkRoles).find((role) => role === labels?.[labelName.role]);
}

/** @param purpose what it is for, in a word or two: a container that stays behind tells why it is there */
export function helperLabels(purpose: string): Labels {
  return {
    [labelName.purpose]: purpose,
    [labelName.hashike]: hashikeLabelValue.helper,
    [labelName.role]: "helper",
  };
}

export function noteLabels(note: LoadedImageNote): Labels {
  return {
    [labelName.hashike]: noteValue,
    [labelName.archive]: note.archive,
    [labelName.archiveVersion]: note.version,
    [labelName.archiveImage]: note.name,
    [labelName.configDigest]: note.configDigest,
    [labelName.imageId]: note.imageId,
    [labelName.isPlain]: String(note.isPlain),
  };
}

/** A volume that only carries labels, or what belongs to them: no volume of a manifest. Also half a note is nobody's data. */
export function isOnlyLabels(labels: Labels | null | undefined): boolean {
  const value = labels?.[labelName.hashike] ?? "";
  return [noteValue, lockValue, objectValue, objectValuesValue].includes(value);
}

/** @returns `undefined` for labels that are no whole note */
export function noteOf(labels: Labels | null | undefined): LoadedImageNote | undefined {
  const archive = labels?.[labelName.archive];
  const version = labels?.[labelName.archiveVersion];
  const name = labels?.[labelName.archiveImage];
  const configDigest = labels?.[labelName.configDigest];
  const imageId = labels?.[labelName.imageId];
  if (!archive || !version || !name || !configDigest || !imageId) return undefined;
  return { archive, version, name, configDigest, imageId, isPlain: labels?.[labelName.isPlain] === "true" };
}

export function isHelper(labels: Labels | null | undefined): boolean {
  return labels?.[labelName.hashike] === hashikeLabelValue.helper;
}

/** Owned needs all three owner labels: half an owner is nobody that could be asked. */
export function ownershipOf(labels: Labels | null | undefined): Ownership {
  const kind = labels?.[labelName.ownerKind];
  const namespace = labels?.[labelName.ownerNamespace];
  const name = labels?.[labelName.ownerName];
  if (kind && namespace && name) return { kind: "owned", owner: { kind, namespace, name } };
  return { kind: labels?.[labelName.hashike] === undefined ? "foreign" : "unowned" };
}

export function roleOf(labels: Labels | null | undefined): ContainerRole | "helper" | undefined {
  const role = labels?.[labelName.role];
  return role !== undefined && isRole(role) ? role : undefined;
}

/** @returns `undefined` for none, and for what somebody made of the label */
export function manifestLabelsOf(labels: Labels | null | undefined): Labels | undefined {
  const text = labels?.[labelName.labels];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every((one) => typeof one === "string") ? (value as Labels) : undefined;
  } catch {
    return undefined;
  }
}

/** @returns `undefined` also for what somebody made of the label */
export function positionOf(labels: Labels | null | undefined): number | undefined {
  const text = labels?.[labelName.position] ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** @returns `undefined` for a container that was made without telling */
export function ranAfterOf(labels: Labels | null | undefined): readonly string[] | undefined {
  return labels?.[labelName.ranAfter]?.split(" ").filter((id) => id !== "");
}

export function preStopOf(labels: Labels | null | undefined): HookSpec | undefined {
  const text = labels?.[labelName.preStop];
  return text === undefined ? undefined : parseHook(text);
}

export function sourceOf(labels: Labels | null | undefined): string | undefined {
  return labels?.[labelName.source];
}

export function mountedFilesLabel(files: Readonly<Record<string, FileVersion>>): Labels {
  return { [labelName.mountedFiles]: JSON.stringify(files) };
}

/** @returns `undefined` also for what somebody made of the label */
export function mountedFilesOf(
  labels: Labels | null | undefined,
): Readonly<Record<string, FileVersion>> | undefined {
  const text = labels?.[labelName.mountedFiles];
  return text === undefined ? undefined : parseFileVersions(text);
}

function isRole(text: string): text is ContainerRole | "helper" {
  return Object.hasOwn(hashikeLabelValue, text);
}

export function ownerLabels(owner: Owner): Labels {
  return {
    [labelName.ownerNamespace]: owner.namespace,
    [labelName.ownerKind]: owner.kind,
    [labelName.ownerName]: owner.name,
  };
}

function jsonLabel(name: string, value: Readonly<Record<string, string>>): Labels {
  return Object.keys(value).length === 0 ? {} : { [name]: JSON.stringify(value) };
}
