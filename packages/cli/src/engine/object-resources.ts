import type { KindDefinition, NotedObject, ObservedState } from "@hashike/core";
import { ownerWords } from "../args/owner-ref.ts";
import { formatAge } from "../render/layout/units.ts";
import type { KindListing } from "./kind-resources.ts";
import type { Headings, Resource } from "./resources.ts";

/** The table of noted objects of a kind, as kubectl has it. */
export function objectHeadings(
  kind: KindDefinition,
  { showsNamespace }: Pick<KindListing, "showsNamespace">,
): Headings {
  const headings = kind.noted?.table?.headings ?? [];
  return {
    cells: [...namespaceCell(kind, showsNamespace, "NAMESPACE"), "NAME", ...headings, "AGE"],
    wide: [],
  };
}

/** The objects of a kind that earlier applies noted, by namespace and name. */
export function listObjectsOfKind(
  kind: KindDefinition,
  { objects = [] }: ObservedState,
  { namespace, showsNamespace, nowMs }: KindListing,
): readonly Resource[] {
  return inOrder(objects, kind.isClusterWide === true ? undefined : namespace)
    .filter(({ owner, manifest }) => owner.kind === kind.kind && manifest !== undefined)
    .map((object) => {
      const { owner, manifest = emptyManifest } = object;
      return {
        name: owner.name,
        cells: [
          ...namespaceCell(kind, showsNamespace, owner.namespace),
          owner.name,
          ...(kind.noted?.table?.cells(manifest, objects) ?? []),
          ageOf(object, nowMs),
        ],
        wideCells: [],
        labels: manifest.metadata.labels ?? {},
        data: asManifest(object, kind.isClusterWide === true),
      };
    });
}

export const allObjectHeadings: Headings = { cells: ["NAMESPACE", "OBJECT", "AGE"], wide: ["SOURCE"] };

/** All objects that earlier applies noted. */
export function listAllObjects(
  { objects = [] }: ObservedState,
  { namespace, nowMs }: { readonly namespace: string | undefined; readonly nowMs: number },
): readonly Resource[] {
  return inOrder(objects, namespace).map((object) => ({
    name: ownerWords(object.owner),
    cells: [object.owner.namespace, ownerWords(object.owner), ageOf(object, nowMs)],
    wideCells: [object.source ?? ""],
    labels: object.manifest?.metadata.labels ?? {},
    data: object,
  }));
}

const emptyManifest: NonNullable<NotedObject["manifest"]> = {
  apiVersion: "",
  kind: "",
  metadata: { name: "" },
};

function asManifest({ owner, manifest = emptyManifest }: NotedObject, isClusterWide: boolean): unknown {
  if (isClusterWide) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, namespace: owner.namespace } };
}

function inOrder(objects: readonly NotedObject[], namespace: string | undefined): readonly NotedObject[] {
  const keyOf = ({ owner }: NotedObject) => `${owner.namespace} ${ownerWords(owner)}`;
  return objects
    .filter(({ owner }) => (namespace ?? owner.namespace) === owner.namespace)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function namespaceCell(kind: KindDefinition, isShown: boolean, text: string): readonly string[] {
  return isShown && kind.isClusterWide !== true ? [text] : [];
}

function ageOf({ createdAtSeconds }: NotedObject, nowMs: number): string {
  return createdAtSeconds === undefined ? "" : formatAge(nowMs / 1000 - createdAtSeconds);
}
