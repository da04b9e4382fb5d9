import type { BroughtNote, ImageUser } from "@hashike/core";
import { type Labels, labelName, noteValue } from "../labels.ts";

/** A note as it is kept. */
export interface KeptBroughtNote extends BroughtNote {
  readonly imageId: string;
}

export function broughtNoteLabels({ imageId, name, users, number }: KeptBroughtNote): Labels {
  return {
    [labelName.hashike]: noteValue,
    [labelName.brought]: name,
    [labelName.imageId]: imageId,
    [labelName.imageUsers]: JSON.stringify(users),
    [labelName.noteNumber]: String(number),
  };
}

/** @returns `undefined` for labels that are no whole note about an image that was brought */
export function broughtNoteOf(labels: Labels | null | undefined): KeptBroughtNote | undefined {
  const name = labels?.[labelName.brought];
  const imageId = labels?.[labelName.imageId];
  const number = Number(labels?.[labelName.noteNumber]);
  const users = parseUsers(labels?.[labelName.imageUsers] ?? "");
  if (labels?.[labelName.hashike] !== noteValue || !name || !imageId) return undefined;
  return users === undefined || !Number.isSafeInteger(number) ? undefined : { imageId, name, users, number };
}

/** Somebody may have made anything of the label: what is not whole is no note, and its image is never removed. */
function parseUsers(text: string): readonly ImageUser[] | undefined {
  try {
    const users: unknown = JSON.parse(text);
    return Array.isArray(users) && users.length > 0 && users.every(isUser) ? users : undefined;
  } catch {
    return undefined;
  }
}

function isUser(value: unknown): value is ImageUser {
  if (!isMapping(value)) return false;
  const { owner, container, had } = value;
  if (!isMapping(owner)) return false;
  const { kind, namespace, name } = owner;
  return (
    [kind, namespace, name, container].every((text) => typeof text === "string") &&
    (had === undefined || typeof had === "string")
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
