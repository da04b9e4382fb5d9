import type { Path, Variable } from "@hashike/core/kinds";
import { podUid } from "../pod/names.ts";
import type { Container, EnvVar } from "../pod/pod-spec-schema.ts";
import type { PodPlace } from "../pod/volumes.ts";
import { containerOf } from "./check-env.ts";
import { parseFieldPath } from "./field-ref.ts";
import { resourceValue } from "./resource-ref.ts";

/**
 * A container's variables before `$(NAME)` is put in.
 * @param path where the container is in its object
 */
export function variablesOf(container: Container, _path: Path, place: PodPlace): readonly Variable[] {
  return (container.env ?? []).flatMap((variable) => ofEntry(variable, container, place));
}

function ofEntry(variable: EnvVar, container: Container, place: PodPlace): readonly Variable[] {
  const { name, value = "", valueFrom } = variable;
  if (valueFrom === undefined) return [{ name, value }];
  const { fieldRef, resourceFieldRef } = valueFrom;
  if (fieldRef !== undefined) return [{ name, value: fieldValue(fieldRef.fieldPath, place), verbatim: true }];
  if (resourceFieldRef !== undefined) {
    const { resource, containerName, divisor = "1" } = resourceFieldRef;
    const of = containerName === undefined ? container : containerOf(place.spec, containerName);
    return [{ name, value: resourceValue(resource, of?.resources ?? {}, divisor) ?? "", verbatim: true }];
  }
  throw new Error("a manifest that was checked has a variable without a source");
}

/** A label that is not there is an empty text. */
function fieldValue(fieldPath: string, { object, pod, spec }: PodPlace): string {
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
    case "labels":
    case "annotations":
      return object.value.metadata[field.kind]?.[field.key] ?? "";
    case undefined:
      throw new Error(`a manifest that was checked has the field ${fieldPath}`);
  }
}
