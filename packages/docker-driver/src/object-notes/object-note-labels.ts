import type { NotedObject } from "@hashike/core";
import { type Labels, labelName, objectValue, ownerLabels, ownershipOf } from "../labels.ts";

/** A note as it is kept: of several about one object, which an interrupted apply leaves, the highest generation holds. */
export interface KeptObjectNote extends NotedObject {
  readonly manifest: NonNullable<NotedObject["manifest"]>;
  readonly createdAtSeconds: number;
  /** The volume with the values that its manifest only has placeholders of. Absent: there are none. */
  readonly values?: string;
}

export function objectNoteLabels(note: KeptObjectNote): Labels {
  const { owner, manifest, source, generation, createdAtSeconds, values } = note;
  return {
    [labelName.hashike]: objectValue,
    ...ownerLabels(owner),
    [labelName.apiVersion]: manifest.apiVersion,
    [labelName.noteNumber]: String(generation),
    [labelName.createdAt]: String(createdAtSeconds),
    [labelName.manifest]: JSON.stringify(manifest),
    ...(source === undefined ? {} : { [labelName.source]: source }),
    ...(values === undefined ? {} : { [labelName.values]: values }),
  };
}

/** @returns `undefined` for labels that are no whole note about an object */
export function objectNoteOf(labels: Labels | null | undefined): KeptObjectNote | undefined {
  if (labels?.[labelName.hashike] !== objectValue) return undefined;
  const ownership = ownershipOf(labels);
  const generation = Number(labels[labelName.noteNumber]);
  const createdAtSeconds = Number(labels[labelName.createdAt]);
  const manifest = parseManifest(labels[labelName.manifest] ?? "");
  if (ownership.kind !== "owned" || manifest === undefined) return undefined;
  if (!Number.isSafeInteger(generation) || !Number.isFinite(createdAtSeconds)) return undefined;
  const source = labels[labelName.source];
  const values = labels[labelName.values];
  return {
    owner: ownership.owner,
    manifest,
    generation,
    createdAtSeconds,
    ...(source === undefined ? {} : { source }),
    ...(values === undefined ? {} : { values }),
  };
}

function parseManifest(text: string): KeptObjectNote["manifest"] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is KeptObjectNote["manifest"] {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<KeptObjectNote["manifest"]>;
  return typeof apiVersion === "string" && typeof kind === "string" && typeof metadata?.name === "string";
}
