import { podUid } from "../pod/names.ts";
import type { PodPlace } from "../pod/pod-place.ts";
import { parseFieldPath, wholeMapOf } from "./field-ref.ts";

/** A label that is not there is an empty text. */
export function fieldValue(fieldPath: string, { object, pod, spec }: PodPlace): string {
  const field = parseFieldPath(fieldPath);
  switch (field?.kind) {
    case "name":
      return pod.name;
    case "namespace":
      return pod.namespace;
    case "uid":
      return podUid(object.owner, spec);
    case "serviceAccountName":
      return spec.serviceAccountName ?? "default";
    case "nodeName":
      return spec.nodeName ?? "";
    case "labels":
    case "annotations": {
      const map = object.value.metadata[field.kind] ?? {};
      return Object.hasOwn(map, field.key) ? (map[field.key] ?? "") : "";
    }
    case undefined:
      throw new Error(`a manifest that was checked has the field ${fieldPath}`);
  }
}

/**
 * What a file has for a field: of all labels a line each, sorted.
 * Source: kubernetes/kubernetes pkg/fieldpath, FormatMap.
 */
export function fieldContent(fieldPath: string, place: PodPlace): string {
  const map = wholeMapOf(fieldPath);
  if (map === undefined) return fieldValue(fieldPath, place);
  return Object.entries(place.object.value.metadata[map] ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}
