import { type NotedObject, type Owner, ownerKey } from "../desired/desired-state.ts";
import type { Kinds } from "../kinds/kinds.ts";
import type { AppliedObject } from "../kinds/world.ts";
import type { Manifest, ObjectManifest } from "../manifest/manifest.ts";

/** What earlier applies left that these manifests are seen together with. */
export interface EarlierObjects {
  /** Noted objects that are not applied now, to be referred to. */
  readonly others: readonly AppliedObject[];
  /** Those that were read where the manifests were, and are not there any more. */
  readonly vanished: readonly Owner[];
  readonly find: (owner: Owner) => ObjectManifest | undefined;
}

/** What is applied wins over what is noted; what vanishes is not there to be referred to. */
export function earlierObjects(
  applied: readonly AppliedObject[],
  noted: readonly NotedObject[],
  { kinds, read = [] }: { readonly kinds: Kinds; readonly read: readonly string[] | undefined },
): EarlierObjects {
  const keys = new Set(applied.map(({ owner }) => ownerKey(owner)));
  const byKey = new Map(noted.map((object) => [ownerKey(object.owner), object]));
  const spanning = new Set(kinds.all.filter((one) => one.spansApplies).map(({ kind }) => kind));
  const others = [...byKey].filter(([key, { owner }]) => !keys.has(key) && spanning.has(owner.kind));
  const hasVanished = ({ source }: NotedObject) =>
    source !== undefined && read.some((place) => isReadAt(place, source));
  return {
    others: others.flatMap(([, object]) => (hasVanished(object) ? [] : asApplied(object))),
    vanished: others.flatMap(([, object]) => (hasVanished(object) ? [object.owner] : [])),
    find: (owner) => byKey.get(ownerKey(owner))?.manifest,
  };
}

/** @param place as `BuildOptions.read` has it */
function isReadAt(place: string, source: string): boolean {
  if (place.endsWith("/**")) return source.startsWith(place.slice(0, -2));
  if (!place.endsWith("/")) return source === place;
  return source.startsWith(place) && !source.slice(place.length).includes("/");
}

function asApplied({ owner, manifest, source }: NotedObject): readonly AppliedObject[] {
  if (manifest === undefined) return [];
  const at = { file: source ?? "the engine", line: 1, column: 1 };
  return [{ value: manifest, owner, source: { file: at.file, document: 0, locate: () => at }, claims: [] }];
}

/** Whether manifests are to be seen together with what earlier applies noted. */
export function spansApplies(manifests: readonly Manifest[], kinds: Kinds): boolean {
  return manifests.some(({ value: { kind, apiVersion } }) => kinds.find(kind, apiVersion)?.spansApplies);
}
